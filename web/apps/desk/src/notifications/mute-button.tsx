// Mutes the conversation whose page is open, in the portal.

import { Bell, BellOff } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../ui';
import { t } from './locales';
import { MuteDialog } from './mute-dialog';
import { useMuting } from './use-muting';

export interface MuteButtonProps {
  conversationId: string;
  noun: 'chat' | 'ticket';
  /** Without its word, where there is little room. */
  compact?: boolean;
}

export function MuteButton({ conversationId, noun, compact = false }: MuteButtonProps) {
  const [asking, setAsking] = useState(false);
  const { present, unmute } = useMuting(conversationId);
  const word = present ? t.unmute : t.mute;
  const label = present ? t.unmuteThis[noun] : t.muteThis[noun];
  const Icon = present ? Bell : BellOff;
  const onClick = () => (present ? unmute.mutate() : setAsking(true));
  return (
    <>
      {compact ? (
        <IconButton
          size="s"
          label={label}
          icon={<Icon size={18} aria-hidden />}
          onClick={onClick}
        />
      ) : (
        <Button
          size="s"
          icon={<Icon size={15} aria-hidden />}
          aria-label={label}
          busy={unmute.isPending}
          onClick={onClick}
        >
          {word}
        </Button>
      )}
      <MuteDialog {...{ conversationId, noun }} open={asking} onOpenChange={setAsking} />
    </>
  );
}
