// Keeps what was read over REST current: tickets by the desk's hints, chats by the agents' socket,
// and everything after the line was down.

import { type ConnectionStatus, notificationCenter } from '@frontdesk/client';
import { useAgentDesk, useMember } from '@frontdesk/react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { keys } from './queries';

/** Hints come in bursts; a list is read once for all that come within this time. */
const GATHER_MS = 400;

export function useLiveRefresh(connection: ConnectionStatus): void {
  const queries = useQueryClient();
  const notifications = useMember(notificationCenter);
  const { desk, sessions, waiting, threads } = useAgentDesk();

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = notifications.onTicketChanged((ticketId) => {
      void queries.invalidateQueries({ queryKey: keys.ticket(ticketId) });
      void queries.invalidateQueries({ queryKey: keys.responses(ticketId) });
      timer ??= setTimeout(() => {
        timer = undefined;
        void queries.invalidateQueries({ queryKey: keys.inbox });
        void queries.invalidateQueries({ queryKey: keys.customers });
      }, GATHER_MS);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [notifications, queries]);

  // Gathered by the server already.
  useEffect(
    () =>
      desk.onConversationsChanged(({ conversationIds, more }) => {
        for (const queryKey of [keys.inboxLists, keys.inboxCounts]) {
          void queries.invalidateQueries({ queryKey });
        }
        if (more) void queries.invalidateQueries({ queryKey: keys.inbox });
        for (const id of conversationIds) {
          for (const queryKey of [keys.inboxItem(id), keys.ticket(id), keys.responses(id)]) {
            void queries.invalidateQueries({ queryKey });
          }
        }
      }),
    [desk, queries],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: a chat that came or went is the signal
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: keys.sessions });
    void queries.invalidateQueries({ queryKey: keys.customers });
  }, [sessions.length, waiting.length, queries]);

  // What is said in one's own chats moves them in the list.
  const standing = JSON.stringify([
    waiting.map(({ id }) => id),
    sessions.map(({ id, status, snoozedUntil, agentReadSeq }) => [
      id,
      status,
      snoozedUntil,
      agentReadSeq,
      threads[id]?.messages.at(-1)?.seq,
    ]),
  ]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: how the chats stand is the signal
  useEffect(() => {
    const timer = setTimeout(
      () => void queries.invalidateQueries({ queryKey: keys.inbox }),
      GATHER_MS,
    );
    return () => clearTimeout(timer);
  }, [standing, queries]);

  const wasDown = useRef(false);
  useEffect(() => {
    if (connection === 'offline') wasDown.current = true;
    if (connection === 'online' && wasDown.current) {
      wasDown.current = false;
      void queries.invalidateQueries();
    }
  }, [connection, queries]);
}
