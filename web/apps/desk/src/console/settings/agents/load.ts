// How much an agent has to do, and in which order agents are shown. Pure.

import type { Agent } from '@frontdesk/client';

export interface Load {
  /** “2 of 5 chats”. */
  words: string;
  /** 0 to 1. */
  share: number;
  isFull: boolean;
}

export function loadOf({ chats, capacity }: Pick<Agent, 'chats' | 'capacity'>): Load {
  const isFull = chats >= capacity;
  return {
    words: capacity === 0 ? `${chats} chats, takes none` : `${chats} of ${capacity} chats`,
    share: capacity === 0 ? (chats > 0 ? 1 : 0) : Math.min(1, chats / capacity),
    isFull,
  };
}

const ORDER: Record<string, number> = { available: 0, busy: 1, away: 2, offline: 3 };

/** Who is there first; among those alike by name. */
export function byPresence(agents: readonly Agent[]): Agent[] {
  const rank = ({ status }: Agent) => ORDER[status] ?? 4;
  return [...agents].sort(
    (left, right) => rank(left) - rank(right) || left.name.localeCompare(right.name),
  );
}

export const CAPACITY_MAX = 1_000;

/** Null where it is no number that the server takes. */
export function capacityOf(text: string): number | null {
  const capacity = /^\d+$/.test(text.trim()) ? Number(text) : null;
  return capacity !== null && capacity <= CAPACITY_MAX ? capacity : null;
}
