/** A chat of one's own that is open on another device, or in another browser. */
import { MessagesSquare } from 'lucide-react';
import { Button, Notice } from '../ui';
import { useOpenChat } from './queries';
import { t as talk } from './talk/locales';

export interface OpenElsewhereProps {
  /** Nothing is open here. */
  offerOpen: boolean;
  onGoOn: () => void;
}

export function OpenElsewhere({ offerOpen, onGoOn }: OpenElsewhereProps) {
  const { data: open } = useOpenChat();
  if (!offerOpen || !open) return null;
  return (
    <Notice
      live
      icon={<MessagesSquare size={16} aria-hidden />}
      action={
        <Button size="s" onClick={() => onGoOn()}>
          {talk.goOnWithIt}
        </Button>
      }
    >
      {open.topic ? talk.youHaveAnOpenChatOn(open.topic) : talk.youHaveAnOpenChat}
    </Notice>
  );
}
