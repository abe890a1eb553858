// The menu of an open chat: what every conversation has, and the ticket of this one.

import type { ChatSession } from '@frontdesk/client';
import { Inbox } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { MenuEntry } from '../../ui';
import { ConversationMenu } from '../conversation/conversation-menu';
import { ofChat } from '../conversation/subject';
import { paths } from '../shared/paths';
import { TicketDialog } from './ticket-dialog';

export function ChatMenu({ session }: { session: ChatSession }) {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const icon = <Inbox size={16} aria-hidden />;
  const ticket: MenuEntry[] = session.ticketNumber
    ? [
        {
          label: `Open ticket #${session.ticketNumber}`,
          icon,
          onSelect: () => navigate(paths.ticket(session.id)),
        },
      ]
    : session.mergedInto
      ? []
      : [{ label: 'Make a ticket…', icon, onSelect: () => setAsking(true) }];
  return (
    <>
      <ConversationMenu subject={ofChat(session)} first={ticket} />
      <TicketDialog session={session} open={asking} onOpenChange={setAsking} />
    </>
  );
}
