import { expect, it } from 'vitest';
import { sentence } from './sentence';

it.each([
  ['subject is missing', 'Subject is missing.'],
  ['écrivez un sujet', 'Écrivez un sujet.'],
  ['Not just now.', 'Not just now.'],
  ['is this “yours?”', 'Is this “yours?”'],
  ['wait 7 seconds (or more)', 'Wait 7 seconds (or more).'],
  [' the token has expired ', 'The token has expired.'],
  ['', ''],
])('“%s” is shown as “%s”', (words, shown) => {
  expect(sentence(words)).toBe(shown);
});
