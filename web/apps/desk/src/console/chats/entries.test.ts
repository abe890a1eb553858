import type { ThreadMessage } from '@frontdesk/client';
import { describe, expect, it, vi } from 'vitest';
import { entryOf } from './entries';

const ME = { id: 'sam', name: 'Sam Okafor' };

function message(change: Partial<ThreadMessage>): ThreadMessage {
  return {
    id: 'm',
    key: 'k',
    sessionId: 's',
    seq: 1,
    state: 'sent',
    failure: null,
    unsaved: false,
    sender: 'user',
    senderId: 'maya',
    senderName: 'Maya',
    content: 'Hello',
    timestamp: '2026-01-01T10:00:00.000Z',
    attachments: [],
    files: [],
    ...change,
  };
}

const look = (change: Partial<ThreadMessage>) =>
  entryOf(message(change), { me: ME, onRetry: vi.fn(), onDiscard: vi.fn() });

describe('a message as the agent sees it', () => {
  it("is the customer's on the other side", () => {
    expect(look({})).toMatchObject({ mine: false, author: 'Maya' });
    expect(look({}).authorTag).toBeUndefined();
  });

  it('is own when this agent wrote it, and while it is on its way', () => {
    const own = { sender: 'agent', senderName: 'Sam Okafor' } as const;
    expect(look({ ...own, senderId: 'sam' })).toMatchObject({ mine: true, author: 'Sam Okafor' });
    // An echo has no sender yet; it must not start a new group when it is stored.
    const echo = look({ ...own, senderId: '', senderName: '', seq: null, state: 'sending' });
    expect(echo).toMatchObject({ mine: true, author: 'Sam Okafor' });
  });

  it("is a colleague's when another agent had the chat before", () => {
    const theirs = look({ sender: 'agent', senderId: 'priya', senderName: 'Priya' });
    expect(theirs).toMatchObject({ mine: false, author: 'Priya', authorTag: 'Agent' });
  });
});
