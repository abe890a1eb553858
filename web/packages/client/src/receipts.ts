// How far each side has received and read a conversation, and telling the server of ours.

import { NO_RECEIPTS, type Receipts } from './thread';
import type { ChatSession, Sender } from './types';

/** What arrives within this time (milliseconds) is told at once. */
export const RECEIPT_COALESCE_MS = 500;

export type BothReceipts = Readonly<Record<Sender, Receipts>>;

/** How far a side has come, further than before or not. Reading implies receiving. */
export function withReceipt(
  receipts: BothReceipts,
  by: Sender,
  { delivered = 0, read = 0 }: Partial<Receipts>,
): BothReceipts {
  const before = receipts[by];
  const after = {
    delivered: Math.max(before.delivered, delivered, read),
    read: Math.max(before.read, read),
  };
  if (after.delivered === before.delivered && after.read === before.read) return receipts;
  return { ...receipts, [by]: after };
}

/** As the server has them. */
export function receiptsOf(session: ChatSession, before: BothReceipts = NO_RECEIPTS): BothReceipts {
  const { userDeliveredSeq, userReadSeq, agentDeliveredSeq, agentReadSeq } = session;
  const user = { delivered: userDeliveredSeq, read: userReadSeq };
  const agent = { delivered: agentDeliveredSeq, read: agentReadSeq };
  return withReceipt(withReceipt(before, 'user', user), 'agent', agent);
}

/** Tells how far a conversation has arrived: many messages by few receipts. */
export class DeliveryReporter {
  readonly #tell: (conversationId: string, seq: number) => void;
  readonly #told = new Map<string, number>();
  readonly #due = new Map<string, { seq: number; timer: ReturnType<typeof setTimeout> }>();

  constructor(tell: (conversationId: string, seq: number) => void) {
    this.#tell = tell;
  }

  /** Messages of the other side are here, up to a `seq`. */
  arrived(conversationId: string, seq: number): void {
    const due = this.#due.get(conversationId);
    if (seq <= Math.max(this.#told.get(conversationId) ?? 0, due?.seq ?? 0)) return;
    if (due) {
      due.seq = seq;
      return;
    }
    const timer = setTimeout(() => {
      const last = this.#due.get(conversationId)?.seq ?? seq;
      this.#due.delete(conversationId);
      this.#told.set(conversationId, last);
      this.#tell(conversationId, last);
    }, RECEIPT_COALESCE_MS);
    this.#due.set(conversationId, { seq, timer });
  }

  /** Known to the server already, or implied by a later receipt. */
  known(conversationId: string, seq: number): void {
    this.#told.set(conversationId, Math.max(this.#told.get(conversationId) ?? 0, seq));
    const due = this.#due.get(conversationId);
    if (!due || due.seq > seq) return;
    clearTimeout(due.timer);
    this.#due.delete(conversationId);
  }

  /** What was told may not have arrived: it is told again with the next message or connection. */
  forget(conversationId: string): void {
    this.#told.delete(conversationId);
  }

  close(): void {
    for (const { timer } of this.#due.values()) clearTimeout(timer);
    this.#due.clear();
    this.#told.clear();
  }
}
