// A chat or a ticket, as far as what is done with either of them needs to know it. Pure.

import type { ChatSession, Ticket } from '@frontdesk/client';

export interface Subject {
  kind: 'chat' | 'ticket';
  id: string;
  userId: string;
  userName: string;
  createdAt: string;
  snoozedUntil?: string | null;
  mergedInto?: string | null;
}

export const ofChat = (session: ChatSession): Subject => ({ ...basics(session), kind: 'chat' });

export const ofTicket = (ticket: Ticket): Subject => ({ ...basics(ticket), kind: 'ticket' });

function basics(one: ChatSession | Ticket) {
  const { id, userId, userName, createdAt, snoozedUntil, mergedInto } = one;
  return { id, userId, userName, createdAt, snoozedUntil, mergedInto };
}

/** Whether it is set aside until later. */
export function isAside({ snoozedUntil }: Pick<Subject, 'snoozedUntil'>, now: number): boolean {
  return Boolean(snoozedUntil) && Date.parse(snoozedUntil as string) > now;
}
