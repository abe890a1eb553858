// A line of the list as the socket knows it better: one's own chats are there as they happen. Pure.

import type { AgentThread, ChatSession, InboxItem } from '@frontdesk/client';
import { previewOf, unreadOf } from '../chats/queue';

export interface LiveLine {
  item: InboxItem;
  typing: boolean;
}

export function liveLine(
  item: InboxItem,
  session: ChatSession | undefined,
  thread: AgentThread | undefined,
  myId: string,
): LiveLine {
  if (!session) return { item, typing: false };
  const live: InboxItem = {
    ...item,
    unreadCount: unreadOf(session, thread),
    preview: previewOf(session, thread, myId),
  };
  return { item: live, typing: thread?.userTyping ?? false };
}
