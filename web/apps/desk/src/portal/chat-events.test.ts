import { describe, expect, it } from 'vitest';
import { type ChatEvent, type ChatMoment, eventBetween, interleave } from './chat-events';

const waiting: ChatMoment = { sessionId: 's', status: 'waiting', agentName: null };
const active: ChatMoment = { sessionId: 's', status: 'active', agentName: 'Ana' };

describe('what is said between the messages', () => {
  it('tells who joined, who left and that it ended', () => {
    expect(eventBetween(waiting, active)).toBe('Ana has joined.');
    expect(eventBetween(active, waiting)).toContain('Ana had to leave');
    expect(eventBetween(active, { ...active, status: 'closed' })).toBe('The chat has ended.');
    expect(eventBetween(active, { ...active, agentName: 'Ben' })).toBe('Ben has joined.');
  });

  it('tells who joined a new chat before it was known to wait', () => {
    const begun: ChatMoment = { sessionId: null, status: 'starting', agentName: null };
    expect(eventBetween(begun, active, true)).toBe('Ana has joined.');
    expect(eventBetween(begun, waiting, true)).toBeNull();
    // One that was open already, and goes on.
    expect(eventBetween(begun, active, false)).toBeNull();
  });

  it('tells nothing when a chat is found again after a reload, or nothing changed', () => {
    expect(eventBetween({ ...waiting, status: 'starting' }, active)).toBeNull();
    expect(eventBetween({ ...waiting, status: 'starting' }, active, true)).toBeNull();
    expect(eventBetween({ ...waiting, sessionId: null, status: 'idle' }, active)).toBeNull();
    expect(eventBetween(active, active)).toBeNull();
    expect(
      eventBetween({ ...active, status: 'closed' }, { ...active, status: 'closed' }),
    ).toBeNull();
  });
});

describe('placing the events', () => {
  const event = (afterSeq: number): ChatEvent => ({
    id: `e${afterSeq}`,
    afterSeq,
    time: '',
    text: '',
  });
  const order = (messages: { seq: number | null }[], events: ChatEvent[]) =>
    interleave(messages, events).map((item) => ('text' in item ? item.id : item.seq));

  it('puts each after the message that it followed', () => {
    expect(order([{ seq: 1 }, { seq: 2 }, { seq: 3 }], [event(0), event(2)])).toEqual([
      'e0',
      1,
      2,
      'e2',
      3,
    ]);
  });

  it('puts them before messages that are still on their way, and at the end', () => {
    expect(order([{ seq: 1 }, { seq: null }], [event(1)])).toEqual([1, 'e1', null]);
    expect(order([{ seq: 1 }], [event(1), event(1)])).toEqual([1, 'e1', 'e1']);
    expect(order([], [event(0)])).toEqual(['e0']);
  });
});
