import { describe, expect, it } from 'vitest';
import { titleOf } from './title';

const CALM = {
  page: 'Tickets',
  site: 'Fernway',
  offered: null,
  waiting: 0,
  unassigned: 0,
  unread: 0,
};

describe("the document's title", () => {
  it('names the page when nothing waits', () => {
    expect(titleOf(CALM)).toBe('Tickets · Fernway');
  });

  it('says how many wait', () => {
    expect(titleOf({ ...CALM, waiting: 2 })).toBe('2 waiting · Tickets · Fernway');
  });

  it('counts what is nobody’s once nobody waits', () => {
    expect(titleOf({ ...CALM, unassigned: 4 })).toBe('4 unassigned · Tickets · Fernway');
    expect(titleOf({ ...CALM, unassigned: 4, waiting: 2 })).toBe('2 waiting · Tickets · Fernway');
  });

  it('counts unread messages before those who wait', () => {
    expect(titleOf({ ...CALM, waiting: 2, unread: 3 })).toBe('(3) Tickets · Fernway');
  });

  it('names who is offered before everything else', () => {
    expect(titleOf({ ...CALM, waiting: 2, unread: 3, offered: 'Maya' })).toBe(
      '● New chat: Maya · Fernway',
    );
  });
});
