// Keeps what was read over REST current: lists by the desk's hints, which tell of every write by
// whatever way it came, one's own tickets by notifications, chats by the agents' socket, and
// everything after the line was down.

import { type ConnectionStatus, notificationCenter } from '@frontdesk/client';
import { useAgentDesk, useMember } from '@frontdesk/react';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { gathered } from './gathered';
import { keys } from './queries';

/** The rest between two readings of the lists. */
const REST_MS = 400;

export function useLiveRefresh(connection: ConnectionStatus): void {
  const queries = useQueryClient();
  const notifications = useMember(notificationCenter);
  const { desk, sessions, waiting, threads } = useAgentDesk();

  const readLists = useMemo(
    () => gathered(() => queries.invalidateQueries({ queryKey: keys.inbox }), REST_MS),
    [queries],
  );
  const readCustomers = useMemo(
    () => gathered(() => queries.invalidateQueries({ queryKey: keys.customers }), REST_MS),
    [queries],
  );

  useEffect(
    () =>
      notifications.onTicketChanged((ticketId) => {
        void queries.invalidateQueries({ queryKey: keys.ticket(ticketId) });
        void queries.invalidateQueries({ queryKey: keys.responses(ticketId) });
        readLists();
        readCustomers();
      }),
    [notifications, queries, readLists, readCustomers],
  );

  useEffect(
    () =>
      desk.onConversationsChanged(({ conversationIds }) => {
        readLists();
        for (const id of conversationIds) {
          void queries.invalidateQueries({ queryKey: keys.ticket(id) });
          void queries.invalidateQueries({ queryKey: keys.responses(id) });
        }
      }),
    [desk, queries, readLists],
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
  useEffect(() => readLists(), [standing, readLists]);

  const wasDown = useRef(false);
  useEffect(() => {
    if (connection === 'offline') wasDown.current = true;
    if (connection !== 'online') return;
    // What changed between the first reading and the first connection was told to nobody.
    if (!wasDown.current) return readLists();
    wasDown.current = false;
    void queries.invalidateQueries();
  }, [connection, queries, readLists]);
}
