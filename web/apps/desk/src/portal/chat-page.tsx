/** Live chat: starts one, or goes on with the open one. */
import { useLiveChat } from '@frontdesk/react';
import { useEffect } from 'react';
import { useDeskConfig } from '../session';
import { Loading, useDocumentTitle } from '../ui';
import { useChatAlerts } from './chat-alerts';
import { ChatRoom } from './chat-room';
import { ChatStart } from './chat-start';
import { useChatSessions } from './queries';

export default function ChatPage() {
  const chat = useLiveChat();
  const config = useDeskConfig();
  const { status, resume, disconnect, connect } = chat;
  const unseen = useChatAlerts(chat);
  useDocumentTitle(unseen > 0 ? `(${unseen}) Chat` : 'Chat', config.name);

  // Who has left this page is not looking: the line is put down, so that an answer comes as a
  // notification instead. The chat itself stays open.
  useEffect(() => {
    resume();
    return disconnect;
  }, [resume, disconnect]);

  // A chat that was begun on another device.
  const sessions = useChatSessions(status === 'idle');
  const open = sessions.data?.pages[0]?.items.find((each) => each.status !== 'closed');
  const openId = open?.id;
  useEffect(() => {
    if (status === 'idle' && openId) connect();
  }, [status, openId, connect]);

  if (status === 'idle' && (sessions.isPending || openId)) {
    return <Loading label="Looking for an open chat" />;
  }
  if (status === 'idle' || (status === 'starting' && chat.messages.length === 0)) {
    if (status === 'starting' && chat.sessionId) return <Loading label="Opening your chat" />;
    return <ChatStart chat={chat} sessions={sessions.data?.pages.flatMap((p) => p.items) ?? []} />;
  }
  return <ChatRoom chat={chat} />;
}
