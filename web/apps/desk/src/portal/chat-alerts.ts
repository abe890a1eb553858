/**
 * While nobody looks at the chat: counts what the agent writes, rings for it, and tells it by the
 * browser; of several tabs one does.
 */
import { browserNotifications as kind } from '@frontdesk/client';
import { type UseLiveChat, useMember } from '@frontdesk/react';
import { useEffect, useRef, useState } from 'react';

/** How many of the agent's messages came while nobody looked. */
export function useChatAlerts(chat: UseLiveChat): number {
  const { messages, markRead, connected, look, sessionId } = chat;
  const browserNotifications = useMember(kind);
  const [unseen, setUnseen] = useState(0);
  const visible = useVisible();
  const toldSeq = useRef<number | null>(null);
  const lastFromAgent = messages.findLast((message) => message.sender === 'agent');
  const lastSeq = lastFromAgent?.seq ?? 0;

  useEffect(() => {
    look(sessionId !== null);
    return () => look(false);
  }, [look, sessionId]);

  useEffect(() => {
    if (!visible) return;
    setUnseen(0);
    if (connected && lastSeq > 0) markRead();
  }, [visible, connected, lastSeq, markRead]);

  useEffect(() => {
    const before = toldSeq.current;
    toldSeq.current = Math.max(before ?? 0, lastSeq);
    // What was there when the page opened is no news.
    if (before === null || before >= lastSeq || visible || !lastFromAgent) return;
    setUnseen((count) => count + 1);
    const { id, senderName: title, content: message } = lastFromAgent;
    void browserNotifications.tell({ id, title, message });
  }, [lastSeq, lastFromAgent, visible, browserNotifications]);

  return unseen;
}

function useVisible(): boolean {
  const [visible, setVisible] = useState(() => document.visibilityState === 'visible');
  useEffect(() => {
    const onChange = () => setVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', onChange);
    return () => document.removeEventListener('visibilitychange', onChange);
  }, []);
  return visible;
}
