import type { SavedView } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { baseOf, filterOf, filtersOf, narrowedBy, searchOf, VIEWS } from './filters';

const at = '2026-01-01T00:00:00.000Z';
const SAVED: SavedView = {
  id: 'v1',
  name: 'Urgent tickets',
  visibility: 'me',
  filter: {
    status: 'open',
    assignee: null,
    kind: 'ticket',
    ticketStatus: null,
    priority: 'urgent',
    category: null,
    tag: null,
    teamId: null,
    userId: null,
  },
  order: 'oldest',
  ownerId: 'sam',
  createdAt: at,
  updatedAt: at,
};

describe('a view', () => {
  it('is one that every desk has, or a saved one, or none', () => {
    expect(baseOf('mine', [])).toMatchObject({ status: 'open', assignee: 'me' });
    expect(baseOf('v1', [SAVED])).toMatchObject({
      kind: 'ticket',
      priority: 'urgent',
      order: 'oldest',
    });
    expect(baseOf('v1', [])).toBeNull();
  });

  it('is told to the server without what does not matter', () => {
    expect(filterOf(VIEWS.unassigned)).toEqual({ status: 'open', assignee: 'none' });
  });
});

describe('the address', () => {
  it('says what is other than in the view, also that something does not matter any more', () => {
    const filters = { ...VIEWS.mine, assignee: '', tag: 'parcel' };
    const search = searchOf(VIEWS.mine, filters);
    expect(search.toString()).toBe('assignee=&tag=parcel');
    expect(filtersOf(VIEWS.mine, search)).toEqual(filters);
    expect(narrowedBy(VIEWS.mine, filters)).toBe(2);
  });

  it('changes nothing by what it spells wrongly, nor by what is no filter', () => {
    const search = new URLSearchParams('status=lost&priority=huge&as=chat');
    expect(filtersOf(VIEWS.all, search)).toEqual(VIEWS.all);
  });
});
