// Stored messages of one session, made up.

import type { ChatMessage } from '../../src/types';

export function message(seq: number, content = `message ${seq}`, clientId?: string): ChatMessage {
  return {
    id: `m${seq}`,
    sessionId: 's1',
    seq,
    clientId: clientId ?? null,
    sender: 'user',
    senderId: 'maya',
    senderName: 'Maya',
    content,
    attachments: [],
    files: [],
    timestamp: new Date(Date.UTC(2026, 0, 1) + seq * 1_000).toISOString(),
  };
}

/** From the first to the last `seq`, both included. */
export function messages(first: number, last: number): ChatMessage[] {
  return Array.from({ length: last - first + 1 }, (_, index) => message(first + index));
}
