import { describe, expect, it } from 'vitest';
import {
  draftOf,
  EVENTS,
  eventWords,
  inputOf,
  problemsOf,
  shortName,
  withEvent,
} from './webhook-draft';

const WEBHOOK = {
  id: 'w1',
  url: 'https://example.com/hook?x=1',
  description: '',
  events: ['ticket.created'],
  active: true,
  createdAt: '2026-01-01T00:00:00Z',
};

describe('a draft', () => {
  it('of a new one has every event', () => {
    expect(inputOf({ ...draftOf(null), url: ' https://example.com ' })).toEqual({
      url: 'https://example.com',
      description: '',
      events: ['*'],
    });
  });

  it('keeps the events that were chosen', () => {
    const draft = draftOf(WEBHOOK);
    expect(draft).toMatchObject({ all: false, events: ['ticket.created'] });
    expect(withEvent(draft, 'chat.closed', true)).toEqual(['ticket.created', 'chat.closed']);
    expect(withEvent(draft, 'ticket.created', false)).toEqual([]);
  });

  it('begins to choose from all of them', () => {
    expect(draftOf(null).events).toHaveLength(EVENTS.length);
  });
});

it('what is wrong stands at its field', () => {
  expect(problemsOf(draftOf(WEBHOOK))).toEqual({});
  expect(Object.keys(problemsOf({ ...draftOf(WEBHOOK), url: 'ftp://x', events: [] }))).toEqual([
    'url',
    'events',
  ]);
  expect(problemsOf({ ...draftOf(WEBHOOK), url: 'example.com' })).toHaveProperty('url');
});

it('is called by its description, or by its host', () => {
  expect(shortName(WEBHOOK)).toBe('example.com');
  expect(shortName({ ...WEBHOOK, description: 'The shop' })).toBe('The shop');
  expect(eventWords(['*'])).toBe('Every event');
});
