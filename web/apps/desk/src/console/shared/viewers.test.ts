import { expect, it } from 'vitest';
import { lookingInWords, writingInWords } from './viewers';

const ANN = { id: 'ann', name: 'Ann', writing: false };
const BEN = { id: 'ben', name: 'Ben', writing: true };
const EVE = { id: 'eve', name: 'Eve', writing: true };

it('nobody else is not worth a word', () => {
  expect(lookingInWords([])).toBe('');
  expect(writingInWords([])).toBe('');
});

it('names those who look', () => {
  expect(lookingInWords([ANN], 'en')).toBe('Ann is looking at this too');
  expect(lookingInWords([ANN, BEN], 'en')).toBe('Ann and Ben are looking at this too');
});

it('of those who look, names the ones who write', () => {
  expect(writingInWords([ANN], 'en')).toBe('');
  expect(writingInWords([ANN, BEN], 'en')).toBe('Ben is writing here');
  expect(writingInWords([BEN, EVE], 'en')).toBe('Ben and Eve are writing here');
});
