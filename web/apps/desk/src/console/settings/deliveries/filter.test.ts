import { expect, it } from 'vitest';
import { filterOf, queryOf, withFilter } from './filter';

it('stands in the address, and leaves the rest of it alone', () => {
  const address = new URLSearchParams('state=dead&tab=2');
  const filter = filterOf(address);
  expect(filter).toEqual({ state: 'dead', channel: '', personId: '', conversationId: '', q: '' });
  const next = withFilter(address, { ...filter, state: '', channel: 'sms' });
  expect(next.toString()).toBe('tab=2&channel=sms');
});

it('asks the server only for what is chosen', () => {
  const filter = filterOf(new URLSearchParams('channel=email&q=%20maya%20'));
  expect(queryOf(filter)).toEqual({ channel: 'email', q: 'maya' });
});
