// Which deliveries are shown: kept in the address, so that a view of them can be linked to. Pure.

import type { Channel, Delivery, DeliveryQuery } from '@frontdesk/client';

export interface DeliveryFilter {
  state: Delivery['state'] | '';
  channel: Channel | '';
  personId: string;
  conversationId: string;
  q: string;
}

const NAMES = ['state', 'channel', 'personId', 'conversationId', 'q'] as const;

export function filterOf(address: URLSearchParams): DeliveryFilter {
  const values = NAMES.map((name) => [name, address.get(name) ?? '']);
  return Object.fromEntries(values) as DeliveryFilter;
}

/** The address with another filter; what else stands in it stays. */
export function withFilter(address: URLSearchParams, filter: DeliveryFilter): URLSearchParams {
  const next = new URLSearchParams(address);
  for (const name of NAMES) {
    if (filter[name]) next.set(name, filter[name]);
    else next.delete(name);
  }
  return next;
}

export function queryOf({
  state,
  channel,
  personId,
  conversationId,
  q,
}: DeliveryFilter): DeliveryQuery {
  return {
    state: state || undefined,
    channel: channel || undefined,
    personId: personId || undefined,
    conversationId: conversationId || undefined,
    q: q.trim() || undefined,
  };
}
