// A customer's live chat as a hook: the seed's members over the client's `chat`.

import {
  type Attachment,
  type ConnectionState,
  type FrontdeskError,
  type LiveChatStatus,
  liveChat,
  type MessageLeft,
  type OfflineMessage,
  type StartOptions,
  type ThreadMessage,
} from '@frontdesk/client';
import { useMemo } from 'react';
import { useMember } from './context';
import { useSnapshot } from './use-snapshot';

export interface UseLiveChat {
  connected: boolean;
  sessionId: string | null;
  /** With the seed's `{id, sessionId, sender, content, timestamp}` and the delivery `state`. */
  messages: readonly ThreadMessage[];
  /** Own messages that failed in a chat that is over: `retry` sends one in another chat. */
  stranded: readonly ThreadMessage[];
  /** The agent is typing. */
  isTyping: boolean;
  agentName: string | null;
  /** A sentence for people. */
  error: string | null;
  /** Place in the queue from 1; null when not waiting. */
  waitingPosition: number | null;
  /** Opens the socket and starts a chat, or goes on with the open one. */
  connect(options?: StartOptions): void;
  /** Shown at once, delivered in order; starts a chat where none is open. */
  sendMessage(text: string, attachments?: Attachment[]): void;
  /** Closes the socket; the chat stays open on the server. */
  disconnect(): void;

  connection: ConnectionState;
  status: LiveChatStatus;
  topic: string | null;
  estimatedWaitSeconds: number | null;
  /** The last `seq` that an agent's device has. */
  agentDeliveredSeq: number;
  /** The last `seq` that an agent has read. */
  agentReadSeq: number;
  /** Whether the agent's line is up; null when nothing is known. */
  agentOnline: boolean | null;
  /** Messages of agents that have not been read, here or on another device. */
  unread: number;
  /** What `error` is about. */
  failure: FrontdeskError | null;
  /** Goes on with an open chat, if there is one; starts none. */
  resume(): void;
  /** As `connect`; resolves when the chat is open. */
  start(options?: StartOptions): Promise<void>;
  /** Call it with true at every keystroke. */
  sendTyping(isTyping: boolean): void;
  markRead(): void;
  /** Whether the chat is on the screen: nothing rings for it then. */
  look(isLooking: boolean): void;
  retry(clientId: string): void;
  discard(clientId: string): void;
  /** Ends the chat, for both sides. */
  end(): Promise<void>;
  /** Forgets a closed chat. */
  reset(): void;
  /** Leaves a message, which becomes a ticket: of the chat that waits, or a new one. */
  leaveMessage(message: OfflineMessage): Promise<MessageLeft>;
}

export function useLiveChat(): UseLiveChat {
  const chat = useMember(liveChat);
  const snapshot = useSnapshot(chat);
  const actions = useMemo(
    () => ({
      connect: (options?: StartOptions) => {
        // As an event handler it would be given the event.
        const given = options && !('nativeEvent' in options) ? options : undefined;
        chat.start(given).catch(() => {});
      },
      sendMessage: (text: string, attachments?: Attachment[]) => {
        if (text.trim() !== '' || attachments?.length) chat.send(text, attachments);
      },
      disconnect: () => chat.disconnect(),
      resume: () => chat.connect(),
      start: (options?: StartOptions) => chat.start(options),
      sendTyping: (isTyping: boolean) => chat.typing(isTyping),
      markRead: () => chat.markRead(),
      look: (isLooking: boolean) => chat.look(isLooking),
      retry: (clientId: string) => chat.retry(clientId),
      discard: (clientId: string) => chat.discard(clientId),
      end: () => chat.end(),
      reset: () => chat.reset(),
      leaveMessage: (message: OfflineMessage) => chat.leaveMessage(message),
    }),
    [chat],
  );
  return {
    ...actions,
    connected: snapshot.connection.status === 'online',
    sessionId: snapshot.sessionId,
    messages: snapshot.messages,
    stranded: snapshot.stranded,
    isTyping: snapshot.agentTyping,
    agentName: snapshot.agentName,
    error: snapshot.error?.message ?? null,
    waitingPosition: snapshot.position,
    connection: snapshot.connection,
    status: snapshot.status,
    topic: snapshot.topic,
    estimatedWaitSeconds: snapshot.estimatedWaitSeconds,
    agentDeliveredSeq: snapshot.agentDeliveredSeq,
    agentReadSeq: snapshot.agentReadSeq,
    agentOnline: snapshot.agentOnline,
    unread: snapshot.unread,
    failure: snapshot.error,
  };
}
