// Every state has words of its own, and a mail is called something even without a subject.
import type { InboundMail } from '@frontdesk/client';
import { expect, test } from 'vitest';
import { nameOf, STATE_OPTIONS, stateLook } from './words';

test('each state can be told from the others', () => {
  const labels = STATE_OPTIONS.map(({ label }) => label);
  expect(new Set(labels).size).toBe(labels.length);
  expect(stateLook('set-aside')).toEqual({ label: 'Set aside', tone: 'danger' });
});

test('a mail without a subject has a name', () => {
  const mail = { subject: ' ' } as InboundMail;
  expect(nameOf(mail)).toBe('Mail without subject');
  expect(nameOf({ ...mail, subject: 'Brakes' })).toBe('Brakes');
});
