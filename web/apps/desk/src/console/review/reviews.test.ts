import { describe, expect, it } from 'vitest';
import { nextAfter, placeOf } from './reviews';

describe('after a decision', () => {
  const list = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];

  it('comes the one below, at the end the one above', () => {
    expect(nextAfter(list, 'a')).toEqual({ id: 'b' });
    expect(nextAfter(list, 'c')).toEqual({ id: 'b' });
    expect(nextAfter([{ id: 'a' }], 'a')).toBeNull();
  });

  it('comes the first where the decided one is gone already', () => {
    expect(nextAfter(list, 'x')).toEqual({ id: 'a' });
  });
});

describe('the place of a review', () => {
  const held = { kind: 'ticket', action: 'hold', conversationId: '7' } as const;

  it('does not exist while a new ticket is held or was rejected', () => {
    expect(placeOf({ ...held, state: 'pending' })).toBeNull();
    expect(placeOf({ ...held, state: 'rejected' })).toBeNull();
    expect(placeOf({ ...held, state: 'approved' })?.to).toContain('/tickets/7');
  });

  it('is the chat of a message', () => {
    expect(placeOf({ ...held, kind: 'message', state: 'pending' })?.to).toContain('/chats/7');
  });
});
