import type { Attachment } from '@frontdesk/client';
import { expect, it } from 'vitest';
import { eachFileOnce } from './files';

it('gives each file once, the newest first', () => {
  const file = (cid: string) => ({ cid }) as Attachment;
  const found = eachFileOnce(['a', 'b', 'a', 'c'].map(file));
  expect(found.map(({ cid }) => cid)).toEqual(['c', 'a', 'b']);
});
