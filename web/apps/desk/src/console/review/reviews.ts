// What a review says and which one comes next. Pure.

import type { Review } from '@frontdesk/client';
import { paths } from '../shared/paths';

/** The one below in the list, or else the one above; null when it was the only one. */
export function nextAfter<One extends { id: string }>(
  list: readonly One[],
  id: string,
): One | null {
  const index = list.findIndex((one) => one.id === id);
  if (index === -1) return list[0] ?? null;
  return list[index + 1] ?? list[index - 1] ?? null;
}

/** Why it is here. */
export function reasonInWords({ action, kind }: Pick<Review, 'action' | 'kind'>): string {
  const what = { message: 'message', response: 'answer', ticket: 'ticket' }[kind];
  return action === 'hold'
    ? `This ${what} is held: nobody has got it yet.`
    : `This ${what} was delivered, and flagged for a second look.`;
}

/** Where its conversation is; null while it has none, as a held new ticket. */
export function placeOf({
  kind,
  action,
  state,
  conversationId,
}: Pick<Review, 'kind' | 'action' | 'state' | 'conversationId'>): {
  to: string;
  words: string;
} | null {
  if (kind === 'message') return { to: paths.chat(conversationId), words: 'Open the chat' };
  if (kind === 'ticket' && action === 'hold' && state !== 'approved') return null;
  return { to: paths.ticket(conversationId), words: 'Open the ticket' };
}
