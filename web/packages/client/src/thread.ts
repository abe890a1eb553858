// A conversation as a view shows it: what the server has stored, and after it the echoes of
// own messages on their way.

import type { FrontdeskError } from './errors';
import type { OutgoingMessage } from './outbox';
import type { ChatMessage, Sender } from './types';

export type DeliveryState = 'queued' | 'sending' | 'sent' | 'failed';

/** A message as a view shows it: the server's, or the local echo of one on its way. */
export interface ThreadMessage extends Omit<ChatMessage, 'seq'> {
  /** Stays the same while an echo becomes a stored message: good as a React key. */
  key: string;
  /** Null until the message is on the server's disk. */
  seq: number | null;
  state: DeliveryState;
  /** Why it `failed`. */
  failure: FrontdeskError | null;
}

/** Made once per stored message, so that a view can skip what has not changed. */
const shown = new WeakMap<ChatMessage, ThreadMessage>();

/** The stored messages in order, then those on their way that are not stored yet. */
export function threadView(
  stored: readonly ChatMessage[],
  outgoing: readonly OutgoingMessage[],
  side: Sender,
): readonly ThreadMessage[] {
  const confirmed = new Set(stored.map((message) => message.clientId));
  const echoes = outgoing.filter((message) => !confirmed.has(message.clientId));
  return [...stored.map(ofStored), ...echoes.map((message) => ofOutgoing(message, side))];
}

/** A stored message as a view shows it: the same object every time. */
export function ofStored(message: ChatMessage): ThreadMessage {
  let view = shown.get(message);
  if (!view) {
    view = { ...message, key: message.clientId ?? message.id, state: 'sent', failure: null };
    shown.set(message, view);
  }
  return view;
}

function ofOutgoing(message: OutgoingMessage, side: Sender): ThreadMessage {
  return {
    key: message.clientId,
    id: message.clientId,
    clientId: message.clientId,
    sessionId: message.conversationId,
    seq: null,
    sender: side,
    // Who this is, only the server says.
    senderId: '',
    senderName: '',
    content: message.content,
    attachments: message.attachments.map((attachment) => attachment.cid),
    files: [...message.attachments],
    timestamp: message.createdAt,
    state: message.state,
    failure: message.failure,
  };
}
