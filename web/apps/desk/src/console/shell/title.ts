// The document's title: what waits comes first, so that a tab in the background shows it.

import { countInWords } from '../inbox/words';

export interface TitleFacts {
  page: string;
  site: string;
  /** The customer of a chat that is offered to this agent right now. */
  offered: string | null;
  /** Chats that wait in the queue. */
  waiting: number;
  /** Conversations that nobody has. */
  unassigned: number;
  /** Messages of customers that this agent has not read. */
  unread: number;
}

export function titleOf({ page, site, offered, waiting, unread, unassigned }: TitleFacts): string {
  const place = `${page} · ${site}`;
  if (offered) return `● New chat: ${offered} · ${site}`;
  if (unread > 0) return `(${unread}) ${place}`;
  if (waiting > 0) return `${waiting} waiting · ${place}`;
  if (unassigned > 0) return `${countInWords(unassigned)} unassigned · ${place}`;
  return place;
}
