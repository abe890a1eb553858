// (Signatures; the bodies follow.)
import type { FrontdeskError } from './errors';
import type { Attachment, ChatMessage } from './types';

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

/** What a person sends. Attachments are the answers of an upload. */
export interface Draft {
  content: string;
  attachments?: Attachment[];
}
