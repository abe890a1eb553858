import type { DeliveryState } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { type Marked, stateMarks } from './message-state';

/** `a:sent` is an own message in that state, `x` one of the other side. */
function marks(messages: string, receipts = true): string {
  const list = messages.split(' ').map((each): Marked => {
    const [id = '', state] = each.split(':');
    return { id, mine: state !== undefined, state: state as DeliveryState | undefined };
  });
  return [...stateMarks(list, receipts)].map(([id, state]) => `${id}:${state}`).join(' ');
}

describe('the state of own messages', () => {
  it('stands below the last of a run', () => {
    expect(marks('a:seen b:seen c:seen')).toBe('c:seen');
    expect(marks('a:sent x b:sent')).toBe('b:sent');
  });

  it('stands once for each state on the way', () => {
    expect(marks('a:seen b:delivered c:sent d:sent')).toBe('d:sent b:delivered a:seen');
  });

  it('is not told of what was answered after it was seen', () => {
    expect(marks('a:seen x')).toBe('');
    expect(marks('a:delivered x')).toBe('a:delivered');
  });

  it('is one for what is under way and what waits behind it', () => {
    expect(marks('a:sending b:queued c:queued')).toBe('c:sending');
    expect(marks('a:queued b:queued')).toBe('b:queued');
  });

  it('is shown of a held message, and left to the message that failed', () => {
    expect(marks('a:held b:sent')).toBe('b:sent a:held');
    expect(marks('a:sent b:failed')).toBe('a:sent');
  });

  it('is told only of what is on its way where there are no receipts', () => {
    expect(marks('a:seen b:sent c:sending', false)).toBe('c:sending');
  });
});
