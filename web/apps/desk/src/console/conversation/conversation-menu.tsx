// The menu of an open chat or ticket: what is done more seldom, with the conversation or with its
// customer.

import {
  AlarmClock,
  AlarmClockOff,
  Ban,
  Bell,
  BellOff,
  Crown,
  Download,
  Ellipsis,
  Mail,
  Merge,
  UserCheck,
} from 'lucide-react';
import { useState } from 'react';
import { MuteDialog } from '../../notifications/mute-dialog';
import { useMuting } from '../../notifications/use-muting';
import { IconButton, Menu, type MenuEntry, useNow } from '../../ui';
import { useSelection } from '../inbox/selection';
import { useShortcuts } from '../keyboard/use-shortcuts';
import { BlockDialog } from '../shared/block-dialog';
import { useConsole } from '../shared/console-context';
import { useCustomer } from '../shared/customer';
import { useCustomerChanges } from '../shared/use-customer-changes';
import { MergeDialog } from './merge-dialog';
import { SnoozeDialog } from './snooze-dialog';
import { isAside, type Subject } from './subject';
import { useSnooze } from './use-snooze';
import { useTakeAway } from './use-take-away';

export interface ConversationMenuProps {
  subject: Subject;
  /** What only a chat, or only a ticket, has; at the top. */
  first?: readonly MenuEntry[];
}

type Asking = 'snooze' | 'merge' | 'mute' | 'block';

export function ConversationMenu({ subject, first = [] }: ConversationMenuProps) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const order = useOrderEntries(subject, setAsking);
  const mute = useMuteEntry(subject, () => setAsking('mute'));
  const away = useTakeAwayEntries(subject);
  const customer = useCustomerEntries(subject, () => setAsking('block'));
  // With conversations selected in the list, the key means those.
  const { ids } = useSelection();
  useShortcuts(
    ids.size > 0
      ? {}
      : {
          snooze: () => {
            if (!subject.mergedInto) setAsking('snooze');
          },
        },
  );
  const dialog = (which: Asking) => ({
    open: asking === which,
    onOpenChange: (open: boolean) => setAsking(open ? which : null),
  });
  const above = [...first, ...order, mute];
  return (
    <>
      <Menu
        trigger={
          <IconButton
            label={`More to do with this ${subject.kind}`}
            icon={<Ellipsis size={19} aria-hidden />}
          />
        }
        entries={[...above, 'separator', ...away, ...customer]}
      />
      <SnoozeDialog subject={subject} {...dialog('snooze')} />
      <MergeDialog subject={subject} {...dialog('merge')} />
      <MuteDialog conversationId={subject.id} noun={subject.kind} {...dialog('mute')} />
      <BlockDialog userId={subject.userId} name={subject.userName} {...dialog('block')} />
    </>
  );
}

/** None for one that was merged: it is out of every list. */
function useOrderEntries(subject: Subject, ask: (what: Asking) => void): MenuEntry[] {
  const now = useNow();
  const { unsnooze } = useSnooze(subject);
  if (subject.mergedInto) return [];
  return [
    isAside(subject, now)
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

function useMuteEntry({ id }: Subject, ask: () => void): MenuEntry {
  const { present, unmute } = useMuting(id);
  return present
    ? {
        label: 'Unmute',
        icon: <Bell size={16} aria-hidden />,
        onSelect: () => unmute.mutate(),
      }
    : { label: 'Mute…', icon: <BellOff size={16} aria-hidden />, onSelect: ask };
}

function useTakeAwayEntries(subject: Subject): MenuEntry[] {
  const { config } = useConsole();
  const { download, mail } = useTakeAway(subject);
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
function useCustomerEntries({ userId, userName }: Subject, onBlock: () => void): MenuEntry[] {
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
