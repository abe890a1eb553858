import type { AgentThread, ChatSession, ThreadMessage, WaitingSession } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { inQueueOrder, previewOf, unreadOf, waitedInWords } from './queue';

const at = (minute: number) => `2026-01-01T10:${String(minute).padStart(2, '0')}:00.000Z`;

function waiting(id: string): WaitingSession {
  return {
    id,
    userId: id,
    userName: id,
    createdAt: at(0),
    messageCount: 1,
    skills: [],
    position: 1,
    priority: 'normal',
    queuedAt: at(0),
  };
}

function session(id: string, change: Partial<ChatSession> = {}): ChatSession {
  return {
    id,
    userId: 'u',
    userName: 'Maya',
    status: 'active',
    agentReadSeq: 0,
    userReadSeq: 0,
    userDeliveredSeq: 0,
    agentDeliveredSeq: 0,
    skills: [],
    answers: [],
    messageCount: 0,
    createdAt: at(0),
    queuedAt: at(0),
    updatedAt: at(0),
    ...change,
  };
}

function message(seq: number | null, change: Partial<ThreadMessage> = {}): ThreadMessage {
  return {
    id: `m${seq}`,
    key: `k${seq}`,
    sessionId: 's',
    seq,
    state: seq === null ? 'sending' : 'sent',
    failure: null,
    unsaved: false,
    sender: 'user',
    senderId: 'u',
    senderName: 'Maya',
    content: `message ${seq}`,
    timestamp: at(seq ?? 59),
    attachments: [],
    files: [],
    ...change,
  };
}

function thread(messages: ThreadMessage[], change: Partial<AgentThread> = {}): AgentThread {
  return {
    sessionId: 's',
    session: null,
    messages,
    userTyping: false,
    userDeliveredSeq: 0,
    userReadSeq: 0,
    unread: 0,
    note: null,
    loading: false,
    ...change,
  };
}

const file = {
  cid: 'c',
  name: 'a.txt',
  size: 1,
  type: 'text/plain',
  url: '/ipfs/c',
  scan: 'unscanned',
} as const;

describe('the queue', () => {
  it('has those first that are offered to this agent, and keeps the order otherwise', () => {
    const order = inQueueOrder(['a', 'b', 'c', 'd'].map(waiting), ['d', 'b']);
    expect(order.map(({ id }) => id)).toEqual(['b', 'd', 'a', 'c']);
  });

  it('does not invent sessions that are offered but no longer wait', () => {
    expect(inQueueOrder([waiting('a')], ['gone']).map(({ id }) => id)).toEqual(['a']);
  });
});

describe('own chats', () => {
  it('count as unread what the agent has not read, before the thread is there too', () => {
    const some = session('s', { messageCount: 5, agentReadSeq: 3 });
    expect(unreadOf(some, undefined)).toBe(2);
    expect(unreadOf(some, thread([], { unread: 1 }))).toBe(1);
  });

  it('show the last words, and whose they are', () => {
    const own = session('s', { lastMessage: 'stored' });
    expect(previewOf(own, undefined, 'sam')).toBe('stored');
    expect(previewOf(own, thread([message(1, { content: 'Hi' })]), 'sam')).toBe('Hi');
    const answer = { sender: 'agent', senderName: 'Sam', content: 'Yes' } as const;
    const answered = (change: Partial<ThreadMessage>) =>
      thread([message(2, { ...answer, ...change })]);
    expect(previewOf(own, answered({ senderId: 'sam' }), 'sam')).toBe('You: Yes');
    expect(previewOf(own, answered({ senderId: '', seq: null }), 'sam')).toBe('You: Yes');
    expect(previewOf(own, answered({ senderId: 'sam' }), 'priya')).toBe('Sam: Yes');
    expect(previewOf(own, thread([message(1, { content: '', files: [file] })]), 'sam')).toBe(
      'A file',
    );
    expect(previewOf(session('s'), undefined, 'sam')).toBe('No messages yet');
  });
});

describe('the time that somebody has waited', () => {
  it.each([
    [0, 'under 1 min'],
    [59, 'under 1 min'],
    [60, '1 min'],
    [59 * 60 + 59, '59 min'],
    [125 * 60, '2 h 5 min'],
  ])('of %d seconds is %j', (seconds, words) =>
    expect(waitedInWords(at(0), Date.parse(at(0)) + seconds * 1000)).toBe(words),
  );
});
