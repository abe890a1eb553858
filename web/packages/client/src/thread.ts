// A conversation as a view shows it: what the server has stored, and after it the echoes of
// own messages on their way.

import type { FrontdeskError } from './errors';
import type { OutgoingMessage } from './outbox/outgoing';
import type { ChatMessage, Sender } from './types';

/**
 * How far a message has come:
 * - `queued`: kept here, waits for its turn or for a line; `sending`: under way.
 * - `held`: on the server's disk; somebody looks at it before the other side sees it.
 * - `sent`: in the conversation, on the server's disk.
 * - `delivered`: on a device of the other side; `seen`: read there.
 * - `failed`: refused; `failure` says why.
 *
 * Messages of the other side are `sent`, and `seen` once this side has read them.
 */
export type DeliveryState =
  | 'queued'
  | 'sending'
  | 'held'
  | 'sent'
  | 'delivered'
  | 'seen'
  | 'failed';

/** A message as a view shows it: the server's, or the local echo of one on its way. */
export interface ThreadMessage extends Omit<ChatMessage, 'seq'> {
  /** Stays the same while an echo becomes a stored message: good as a React key. */
  key: string;
  /** Null until the message is on the server's disk. */
  seq: number | null;
  state: DeliveryState;
  /** Why it `failed`. */
  failure: FrontdeskError | null;
  /** Not sent, and kept in this page alone: a reload would lose it. */
  unsaved: boolean;
}

/** How far one side has received and read the other side's messages: a `seq` each. */
export interface Receipts {
  readonly delivered: number;
  readonly read: number;
}

export const NO_RECEIPTS: Readonly<Record<Sender, Receipts>> = {
  user: { delivered: 0, read: 0 },
  agent: { delivered: 0, read: 0 },
};

/** Made once per stored message and state, so that a view can skip what has not changed. */
const shown = new WeakMap<ChatMessage, ThreadMessage>();

/** The stored messages in order, then those on their way that are not stored yet. */
export function threadView(
  stored: readonly ChatMessage[],
  outgoing: readonly OutgoingMessage[],
  side: Sender,
  receipts: Readonly<Record<Sender, Receipts>> = NO_RECEIPTS,
): readonly ThreadMessage[] {
  const confirmed = new Set(stored.map((message) => message.clientId));
  const echoes = outgoing.filter((message) => !confirmed.has(message.clientId));
  return [
    ...stored.map((message) => ofStored(message, stateOf(message, receipts))),
    ...echoes.map((message) => ofOutgoing(message, side)),
  ];
}

/** A stored message as a view shows it: the same object until its state changes. */
export function ofStored(message: ChatMessage, state: DeliveryState = 'sent'): ThreadMessage {
  let view = shown.get(message);
  if (view?.state !== state) {
    const key = message.clientId ?? message.id;
    view = { ...message, key, state, failure: null, unsaved: false };
    shown.set(message, view);
  }
  return view;
}

function stateOf({ sender, seq }: ChatMessage, receipts: Record<Sender, Receipts>): DeliveryState {
  const { read, delivered } = receipts[sender === 'user' ? 'agent' : 'user'];
  if (seq <= read) return 'seen';
  return seq <= delivered ? 'delivered' : 'sent';
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
    unsaved: message.unsaved,
  };
}
