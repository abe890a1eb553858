// The conversation that is open: as a chat while it is one, or as a ticket. Which of the two is
// settled when it is opened, so that a chat that ends stays before one's eyes.

import { lazy, Suspense, useState } from 'react';
import { ErrorState, Loading } from '../../ui';
import { PaneHead } from '../shared/panes';
import { useInboxItem } from './queries';

const Conversation = lazy(async () => ({
  default: (await import('../chats/conversation')).Conversation,
}));
const TicketPane = lazy(async () => ({
  default: (await import('../tickets/ticket-pane')).TicketPane,
}));

export type ShownAs = 'chat' | 'ticket';

export interface ThreadPaneProps {
  id: string;
  /** What a link asked for; null leaves it to the conversation. */
  as: ShownAs | null;
  back: string;
}

export function ThreadPane({ id, as, back }: ThreadPaneProps) {
  const [settled, setSettled] = useState(as);
  const item = useInboxItem(id, { enabled: settled === null });
  if (settled === null && item.data) {
    const { chatStatus, ticketNumber } = item.data;
    const isChat = chatStatus === 'waiting' || chatStatus === 'active' || !ticketNumber;
    setSettled(isChat ? 'chat' : 'ticket');
  }
  if (settled !== null) {
    const Pane = settled === 'chat' ? Conversation : TicketPane;
    return (
      <Suspense fallback={<Loading label="Loading the conversation" />}>
        <Pane id={id} back={back} />
      </Suspense>
    );
  }
  return (
    <>
      <PaneHead title="Conversation" back={back} />
      {item.isError ? (
        <ErrorState
          title="This conversation did not load"
          error={item.error}
          onRetry={() => void item.refetch()}
        />
      ) : (
        <Loading label="Loading the conversation" />
      )}
    </>
  );
}
