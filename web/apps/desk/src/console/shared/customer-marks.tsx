// Marks of a customer that an agent must not overlook: very important, and blocked.

import { Ban, Crown } from 'lucide-react';
import { Badge } from '../../ui';
import { useCustomer } from './customer';

export function CustomerMarks({ userId }: { userId: string }) {
  const { data } = useCustomer(userId);
  return (
    <>
      {data?.isVip ? (
        <Badge tone="accent">
          <Crown size={12} aria-hidden /> VIP
        </Badge>
      ) : null}
      {data?.blockedAt ? (
        <Badge tone="danger">
          <Ban size={12} aria-hidden /> Blocked
        </Badge>
      ) : null}
    </>
  );
}
