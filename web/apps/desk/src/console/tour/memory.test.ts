import { afterEach, expect, it } from 'vitest';
import { hasSeen, remember } from './memory';

afterEach(() => localStorage.clear());

it('keeps which tours a person has seen, and of nobody else', () => {
  remember('ada', 'admin');
  remember('ada', 'agent');
  remember('sam', 'agent');
  expect([hasSeen('ada', 'admin'), hasSeen('ada', 'agent')]).toEqual([true, true]);
  expect([hasSeen('sam', 'agent'), hasSeen('sam', 'admin')]).toEqual([true, false]);
});

it('starts anew where what is kept can’t be read', () => {
  for (const broken of ['{', 'null', '{"ada": "agent"}']) {
    localStorage.setItem('frontdesk.console.tours', broken);
    expect(hasSeen('ada', 'agent')).toBe(false);
  }
});
