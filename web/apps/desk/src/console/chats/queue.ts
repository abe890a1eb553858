// What the lists of chats need to know, worked out from the desk's snapshot. Pure functions.

import type { AgentThread, ChatSession, WaitingSession } from '@frontdesk/client';

/** Those offered to this agent first; the server's order otherwise. */
export function inQueueOrder(
  waiting: readonly WaitingSession[],
  offers: readonly string[],
): WaitingSession[] {
  const offered = new Set(offers);
  const mine = waiting.filter((session) => offered.has(session.id));
  return [...mine, ...waiting.filter((session) => !offered.has(session.id))];
}

/** Messages of the customer that no agent has read. */
export function unreadOf(session: ChatSession, thread: AgentThread | undefined): number {
  if (thread) return thread.unread;
  return Math.max(0, session.messageCount - session.agentReadSeq);
}

/** The last line of a chat, as the list shows it. */
export function previewOf(
  session: ChatSession,
  thread: AgentThread | undefined,
  myId: string,
): string {
  const last = thread?.messages.at(-1);
  if (!last) return session.lastMessage || 'No messages yet';
  const words = last.content.trim() || filesInWords(last.files.length);
  if (last.sender === 'user') return words;
  const isOwn = last.seq === null || last.senderId === myId;
  return `${isOwn ? 'You' : last.senderName}: ${words}`;
}

function filesInWords(count: number): string {
  return count > 1 ? `${count} files` : 'A file';
}

/** “4 min”, as narrow as a list needs it. */
export function waitedInWords(since: string, now: number): string {
  const minutes = Math.floor((now - Date.parse(since)) / 60_000);
  if (minutes < 1) return 'under 1 min';
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
