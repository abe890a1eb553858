import { expect, it } from 'vitest';
import { isAside } from './subject';

it('a conversation is set aside until its time has come', () => {
  const now = Date.parse('2026-01-01T10:10:00Z');
  expect(isAside({}, now)).toBe(false);
  expect(isAside({ snoozedUntil: '2026-01-01T10:11:00Z' }, now)).toBe(true);
  expect(isAside({ snoozedUntil: '2026-01-01T10:10:00Z' }, now)).toBe(false);
});
