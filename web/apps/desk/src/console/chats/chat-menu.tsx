// The menu of an open chat: what is done more seldom, with the chat or with its customer.

import type { ChatSession } from '@frontdesk/client';
import { Ban, Crown, Ellipsis, UserCheck } from 'lucide-react';
import { useState } from 'react';
import { IconButton, Menu, type MenuEntry } from '../../ui';
import { BlockDialog } from '../shared/block-dialog';
import { useCustomer } from '../shared/customer';
import { useCustomerChanges } from '../shared/use-customer-changes';

export function ChatMenu({ session }: { session: ChatSession }) {
  const [blocking, setBlocking] = useState(false);
  const customer = useCustomerEntries(session, () => setBlocking(true));
  if (customer.length === 0) return null;
  return (
    <>
      <Menu
        trigger={
          <IconButton label="More to do with this chat" icon={<Ellipsis size={19} aria-hidden />} />
        }
        entries={customer}
      />
      <BlockDialog
        userId={session.userId}
        name={session.userName}
        open={blocking}
        onOpenChange={setBlocking}
      />
    </>
  );
}

/** None for somebody whom the desk does not know. */
function useCustomerEntries({ userId, userName }: ChatSession, onBlock: () => void): MenuEntry[] {
  const { data } = useCustomer(userId);
  const { vip, unblock } = useCustomerChanges(userId, userName);
  if (!data) return [];
  return [
    { heading: 'Customer' },
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
