import { FrontdeskError } from '@frontdesk/client';
import { expect, it } from 'vitest';
import { firstErrorAt, offsetOf, originsOf, snippetOf } from './widget-draft';

it('takes pixels within the limit', () => {
  expect(['', '12.4', '999', '-5', 'x'].map(offsetOf)).toEqual([0, 12, 200, 0, 0]);
});

it('takes origins line by line', () => {
  expect(originsOf(' ')).toEqual([]);
  expect(originsOf(' https://a.example \nhttps://b.example')).toEqual([
    'https://a.example',
    'https://b.example',
  ]);
});

it('finds what is wrong with one of a list', () => {
  const fieldErrors = [{ field: 'allowedOrigins[1]', message: 'no origin' }];
  const error = new FrontdeskError({ code: 'invalid-input', message: '', fieldErrors });
  expect(firstErrorAt(error, 'allowedOrigins')).toBe('no origin');
  expect(firstErrorAt(error, 'color')).toBeNull();
  expect(firstErrorAt(new Error('away'), 'color')).toBeNull();
});

it('writes the line for a page', () => {
  expect(snippetOf('https://desk.example')).toBe(
    '<script src="https://desk.example/widget.js" async></script>',
  );
});
