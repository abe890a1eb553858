// The menu of an open chat: what is done more seldom, with the chat or with its customer.

import type { ChatSession } from '@frontdesk/client';
import {
  AlarmClock,
  AlarmClockOff,
  Ban,
  Crown,
  Download,
  Ellipsis,
  Inbox,
  Mail,
  Merge,
  UserCheck,
} from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { IconButton, Menu, type MenuEntry, useNow } from '../../ui';
import { useShortcuts } from '../keyboard/use-shortcuts';
import { BlockDialog } from '../shared/block-dialog';
import { useConsole } from '../shared/console-context';
import { useCustomer } from '../shared/customer';
import { paths } from '../shared/paths';
import { useCustomerChanges } from '../shared/use-customer-changes';
import { MergeDialog } from './merge-dialog';
import { isAside } from './queue';
import { SnoozeDialog } from './snooze-dialog';
import { TicketDialog } from './ticket-dialog';
import { useSnooze } from './use-snooze';
import { useTakeAway } from './use-take-away';

type Asking = 'snooze' | 'merge' | 'ticket' | 'block';

export function ChatMenu({ session }: { session: ChatSession }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const chat = useChatEntries(session, setAsking);
  const away = useTakeAwayEntries(session);
  const customer = useCustomerEntries(session, () => setAsking('block'));
  useShortcuts({ snooze: () => setAsking('snooze') });
  const dialog = (which: Asking) => ({
    open: asking === which,
    onOpenChange: (open: boolean) => setAsking(open ? which : null),
  });
  return (
    <>
      <Menu
        trigger={
          <IconButton label="More to do with this chat" icon={<Ellipsis size={19} aria-hidden />} />
        }
        entries={[...chat, 'separator', ...away, ...customer]}
      />
      <SnoozeDialog session={session} {...dialog('snooze')} />
      <MergeDialog session={session} {...dialog('merge')} />
      <TicketDialog session={session} {...dialog('ticket')} />
      <BlockDialog userId={session.userId} name={session.userName} {...dialog('block')} />
    </>
  );
}

function useChatEntries(session: ChatSession, ask: (what: Asking) => void): MenuEntry[] {
  const navigate = useNavigate();
  const now = useNow();
  const { unsnooze } = useSnooze(session);
  const { ticketNumber, mergedInto } = session;
  const ticket: MenuEntry = ticketNumber
    ? {
        label: `Open ticket #${ticketNumber}`,
        icon: <Inbox size={16} aria-hidden />,
        onSelect: () => navigate(paths.ticket(session.id)),
      }
    : {
        label: 'Make a ticket…',
        icon: <Inbox size={16} aria-hidden />,
        onSelect: () => ask('ticket'),
      };
  if (mergedInto) return ticketNumber ? [ticket] : [];
  return [
    ticket,
    isAside(session, now)
      ? {
          label: 'Bring back now',
          icon: <AlarmClockOff size={16} aria-hidden />,
          onSelect: () => unsnooze.mutate(),
        }
      : {
          label: 'Set aside until…',
          icon: <AlarmClock size={16} aria-hidden />,
          onSelect: () => ask('snooze'),
        },
    { label: 'Merge…', icon: <Merge size={16} aria-hidden />, onSelect: () => ask('merge') },
  ];
}

function useTakeAwayEntries(session: ChatSession): MenuEntry[] {
  const { config } = useConsole();
  const { download, mail } = useTakeAway(session);
  const entries: MenuEntry[] = [
    {
      label: 'Download as text',
      icon: <Download size={16} aria-hidden />,
      onSelect: () => download.mutate('text'),
    },
    {
      label: 'Download as JSON',
      icon: <Download size={16} aria-hidden />,
      onSelect: () => download.mutate('json'),
    },
  ];
  if (config.mail) {
    entries.push({
      label: 'Mail the transcript to them',
      icon: <Mail size={16} aria-hidden />,
      onSelect: () => mail.mutate(),
    });
  }
  return entries;
}

/** None for somebody whom the desk does not know. */
function useCustomerEntries({ userId, userName }: ChatSession, onBlock: () => void): MenuEntry[] {
  const { data } = useCustomer(userId);
  const { vip, unblock } = useCustomerChanges(userId, userName);
  if (!data) return [];
  return [
    'separator',
    {
      label: data.isVip ? 'No longer a VIP' : 'Mark as VIP',
      icon: <Crown size={16} aria-hidden />,
      onSelect: () => vip.mutate(!data.isVip),
    },
    data.blockedAt
      ? {
          label: 'Unblock',
          icon: <UserCheck size={16} aria-hidden />,
          onSelect: () => unblock.mutate(),
        }
      : {
          label: 'Block…',
          icon: <Ban size={16} aria-hidden />,
          danger: true,
          onSelect: onBlock,
        },
  ];
}
