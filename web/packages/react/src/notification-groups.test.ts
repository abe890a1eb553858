import type { DeskNotification } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { arrivalWords, fits, sectionsOf, titleOf, typesOf, wordsOf } from './notification-groups';

const NOW = new Date(2026, 2, 10, 15).getTime();
let ids = 0;

function one(part: Partial<DeskNotification> = {}): DeskNotification {
  ids += 1;
  return {
    id: `n${ids}`,
    type: 'ticket-response',
    title: 'Ann answered ticket #7',
    message: 'Try the bolt.',
    data: {},
    read: false,
    createdAt: new Date(NOW - ids * 1_000).toISOString(),
    ...part,
  };
}

const inTicket = (part: Partial<DeskNotification> = {}) =>
  one({ data: { ticketId: 't1', ticketNumber: 7, subject: 'The stand wobbles' }, ...part });

const yesterday = new Date(2026, 2, 9, 23, 59).toISOString();

describe('the sections', () => {
  it('are today and earlier, and only those that have something', () => {
    const sections = sectionsOf([one(), one({ createdAt: yesterday })], NOW);
    expect(sections.map(({ day, groups }) => [day, groups.length])).toEqual([
      ['today', 1],
      ['earlier', 1],
    ]);
    expect(sectionsOf([], NOW)).toEqual([]);
  });

  it('have a conversation once, where its newest stands', () => {
    const [newest, other, older] = [inTicket(), one(), inTicket()];
    const [today] = sectionsOf([newest, other, older], NOW);
    expect(today?.groups.map(({ all }) => all)).toEqual([[newest, older], [other]]);
  });

  it('keep apart what is read and what is not', () => {
    const [today] = sectionsOf([inTicket(), inTicket({ read: true })], NOW);
    expect(today?.groups.map(({ read }) => read)).toEqual([false, true]);
  });
});

describe('the words of an entry', () => {
  const words = (...all: DeskNotification[]) => {
    const group = sectionsOf(all, NOW)[0]?.groups[0];
    return group && wordsOf(group);
  };

  it('are what was said last, or what happened where nothing was said', () => {
    expect(words(inTicket())).toBe('Try the bolt.');
    const resolved = { title: 'Ticket #7 is resolved', message: 'The stand wobbles' };
    expect(words(inTicket(resolved))).toBe('The stand wobbles');
    expect(words(inTicket(resolved), inTicket())).toBe('Ticket #7 is resolved');
  });
});

describe('the title of an entry', () => {
  const title = (...all: DeskNotification[]) => {
    const group = sectionsOf(all, NOW)[0]?.groups[0];
    return group && titleOf(group);
  };

  it('is its own, or counts them and names the place', () => {
    expect(title(inTicket())).toBe('Ann answered ticket #7');
    expect(title(inTicket(), inTicket(), inTicket())).toBe('3 new replies in The stand wobbles');
    expect(title(inTicket({ read: true }), inTicket({ read: true }))).toBe(
      '2 replies in The stand wobbles',
    );
  });

  it('says less where they are of several kinds', () => {
    expect(title(inTicket(), inTicket({ type: 'ticket-update' }))).toBe(
      '2 new notifications in The stand wobbles',
    );
  });

  it('names the chat of messages', () => {
    const message = () => one({ type: 'chat-message', data: { sessionId: 's1' } });
    expect(title(message(), message())).toBe('2 new messages in your chat');
  });
});

it('a filter shows all, what is unread, or one type', () => {
  const read = one({ read: true, type: 'system' });
  expect([fits(read, 'all'), fits(read, 'unread'), fits(read, 'system')]).toEqual([
    true,
    false,
    true,
  ]);
  expect(fits(read, 'ticket-response')).toBe(false);
});

it('types are named once, in an order of their own', () => {
  expect(typesOf([one({ type: 'system' }), one(), one()])).toEqual(['ticket-response', 'system']);
});

it('a burst is announced as a number', () => {
  expect(arrivalWords([])).toBe('');
  expect(arrivalWords([one({ title: 'Answered' })])).toBe('New notification: Answered');
  expect(arrivalWords([one(), one(), one()])).toBe('3 new notifications');
});
