import { describe, expect, it } from 'vitest';
import { readAll } from './queries';

describe('reading a list to its end', () => {
  it('follows the cursor and keeps the order', async () => {
    const asked: (string | null)[] = [];
    const items = await readAll(async (cursor) => {
      asked.push(cursor);
      return cursor === null ? { items: [1, 2], next: 'b' } : { items: [3], next: null };
    });
    expect(items).toEqual([1, 2, 3]);
    expect(asked).toEqual([null, 'b']);
  });

  it('ends where a server gives the same cursor again', async () => {
    let pages = 0;
    await readAll(async () => {
      pages += 1;
      return { items: [pages], next: 'same' };
    });
    expect(pages).toBe(2);
  });

  it('says so where there is no end', async () => {
    let page = 0;
    const endless = async () => ({ items: [0], next: String(page++) });
    await expect(readAll(endless, 3)).rejects.toThrow('too long');
  });
});
