/**
 * Holds the line of somebody who may have a conversation: goes on with an open one, tells the
 * launcher what is unread, and rings while nobody looks. Shows nothing.
 */
import { chime as chimeKind, liveChat } from '@frontdesk/client';
import { useFrontdesk, useLiveChat, useMember } from '@frontdesk/react';
import { useEffect, useRef } from 'react';
import { useSurroundings } from './context';

/** Chats among which an open one is looked for. */
const RECENT = 5;

export function ChatWatch({ isAtChat }: { isAtChat: boolean }) {
  const { tell, visible } = useSurroundings();
  const { api } = useFrontdesk();
  const line = useMember(liveChat);
  const chime = useMember(chimeKind);
  const { resume, status, unread, sessionId, look, markRead, connected, messages } = useLiveChat();
  const looks = visible && isAtChat;
  const isLooking = useRef(looks);
  isLooking.current = looks;

  // What is open here goes on; so does what this person has open elsewhere, or began on a page
  // whose storage is gone.
  useEffect(() => {
    resume();
    const stop = new AbortController();
    api.chat.sessions({ limit: RECENT }, { signal: stop.signal }).then(
      ({ items }) => {
        if (stop.signal.aborted || line.getSnapshot().status !== 'idle') return;
        if (items.some((session) => session.status !== 'closed')) line.start().catch(() => {});
      },
      () => {
        // The line itself says what is wrong.
      },
    );
    return () => stop.abort();
  }, [resume, api, line]);

  useEffect(() => {
    look(looks && sessionId !== null);
    return () => look(false);
  }, [look, looks, sessionId]);

  const lastOfAgent = messages.findLast(({ sender }) => sender === 'agent')?.seq ?? 0;
  useEffect(() => {
    const read = () => {
      if (looks && connected && lastOfAgent > 0 && document.visibilityState === 'visible') {
        markRead();
      }
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [looks, connected, lastOfAgent, markRead]);

  useEffect(() => tell({ type: 'unread', count: unread }), [tell, unread]);

  const isOngoing = status !== 'idle' && status !== 'closed';
  // Told once it has been there: what is found again after a reload is not lost before.
  const wasOngoing = useRef(false);
  useEffect(() => {
    if (isOngoing) tell({ type: 'ongoing', ongoing: true });
    else if (wasOngoing.current || status === 'idle') tell({ type: 'ongoing', ongoing: false });
    wasOngoing.current = isOngoing;
  }, [tell, isOngoing, status]);

  useEffect(
    () =>
      line.onMessage(({ id, senderName, content, files, sessionId: conversationId }) => {
        if (isLooking.current) return;
        const text = content || files.map(({ name }) => name).join(', ');
        tell({ type: 'message', id, name: senderName, text, conversationId });
      }),
    [line, tell],
  );
  useEffect(() => chime.follow(line), [chime, line]);
  return null;
}
