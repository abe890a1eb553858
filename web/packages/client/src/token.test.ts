import { expect, it } from 'vitest';
import { personOf } from './token';

const jwt = (claims: object) => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256' })}.${part(claims)}.signature`;
};

it('a token is of the person in its subject', () => {
  expect(personOf(jwt({ sub: 'maya', exp: 1 }))).toBe('maya');
  expect(personOf(jwt({ sub: 'Zoë ☂', name: '???' }))).toBe('Zoë ☂');
});

it('two tokens of one person are of the same person', () => {
  expect(personOf(jwt({ sub: 'maya', exp: 1 }))).toBe(personOf(jwt({ sub: 'maya', exp: 2 })));
});

it('what is no JWT is nobody’s but its own', () => {
  for (const token of ['plain', 'a.b.c', jwt({})]) expect(personOf(token)).toBe(token);
});

it('no token is nobody', () => {
  expect(personOf(null)).toBeNull();
  expect(personOf('')).toBeNull();
});
