import { expect, it } from 'vitest';
import { isSaidBefore } from './description';

const ticket = { description: 'My bell', createdAt: '2026-01-01T10:05:00.000Z' };
const said = (response: string, minute: number, internal = false) => ({
  response,
  internal,
  createdAt: `2026-01-01T10:0${minute}:00.000Z`,
});

it('the first message of a chat that became a ticket is not shown twice', () => {
  expect(isSaidBefore(ticket, [said('My bell', 1), said('Hello', 2)])).toBe(true);
});

it.each([
  ['nothing was said', []],
  ['something else was said', [said('My bike', 1)]],
  ['it was repeated later', [said('My bell', 6)]],
  ['a colleague noted it', [said('My bell', 1, true)]],
])('is shown where %s', (_case, responses) => {
  expect(isSaidBefore(ticket, responses)).toBe(false);
});
