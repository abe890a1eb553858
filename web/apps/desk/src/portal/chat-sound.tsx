/** The sound for an answer that comes while nobody looks at the chat, and the button that turns it off. */
import { liveChat } from '@frontdesk/client';
import { useChime, useMember } from '@frontdesk/react';
import { Volume2, VolumeX } from 'lucide-react';
import { IconButton } from '../ui';
import { t as talk } from './talk/locales';

export function ChatSound() {
  const chat = useMember(liveChat);
  const { enabled, setEnabled } = useChime(chat);
  const Icon = enabled ? Volume2 : VolumeX;
  return (
    <IconButton
      size="s"
      label={talk.soundForAnswers}
      aria-pressed={enabled}
      icon={<Icon size={18} aria-hidden />}
      onClick={() => setEnabled(!enabled)}
    />
  );
}
