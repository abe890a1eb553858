/** Live chat: starts one, or goes on with the open one. */

import { useLiveChat } from '@frontdesk/react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useDeskConfig } from '../session';
import { Loading, useDocumentTitle } from '../ui';
import { useChatAlerts } from './chat-alerts';
import { ChatRoom } from './chat-room';
import { ChatStart } from './chat-start';
import { keys } from './queries';
import { useReadOnOpen } from './read-on-open';
import { t as talk } from './talk/locales';

export default function ChatPage() {
  const chat = useLiveChat();
  const config = useDeskConfig();
  const { status, resume, disconnect } = chat;
  const unseen = useChatAlerts(chat);
  useReadOnOpen(chat.sessionId);
  useDocumentTitle(unseen > 0 ? talk.unseenChat(unseen) : talk.chat, config.name);

  // Who has left this page is not looking: the line is put down, so that an answer comes as a
  // notification instead. The chat itself stays open.
  useEffect(() => {
    resume();
    return disconnect;
  }, [resume, disconnect]);

  // A chat that has just ended is one of the earlier ones now.
  const queries = useQueryClient();
  useEffect(() => {
    if (status !== 'closed') return;
    void queries.invalidateQueries({ queryKey: keys.sessions });
    void queries.invalidateQueries({ queryKey: keys.conversations });
  }, [status, queries]);

  // From a chat that is over back to the form: one begins again at its heading.
  const last = useRef(status);
  useEffect(() => {
    if (last.current === 'closed' && status === 'idle') {
      document.querySelector<HTMLElement>('[data-page-title]')?.focus();
    }
    last.current = status;
  }, [status]);

  if (status === 'starting' && chat.messages.length === 0 && chat.sessionId) {
    return <Loading label={talk.openingYourChat} />;
  }
  if (status === 'idle' || (status === 'starting' && chat.messages.length === 0)) {
    return <ChatStart chat={chat} />;
  }
  return <ChatRoom chat={chat} />;
}
