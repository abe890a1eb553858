// A chat's messages as the agent who is looking sees them. Pure.

import type { ThreadMessage } from '@frontdesk/client';
import { chatEntry, type ThreadEntry } from '../../ui';

export interface Looking {
  me: { id: string; name: string };
  onRetry: (clientId: string) => void;
  onDiscard: (clientId: string) => void;
}

/**
 * Own are those that this agent wrote, and those on their way, which are not stored yet. What a
 * colleague wrote in the same chat is marked as an agent's.
 */
export function entryOf(message: ThreadMessage, { me, ...actions }: Looking): ThreadEntry {
  const mine = message.seq === null || message.senderId === me.id;
  const entry = chatEntry(message, mine, actions);
  if (mine) return { ...entry, author: me.name };
  return message.sender === 'agent' ? { ...entry, authorTag: 'Agent' } : entry;
}
