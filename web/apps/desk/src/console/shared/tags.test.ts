import { describe, expect, it } from 'vitest';
import { withoutTag, withTag } from './tags';

describe('tags', () => {
  it('get a new one at the end, without the blanks around it', () => {
    expect(withTag(['a'], '  late   parcel ')).toEqual(['a', 'late parcel']);
  });

  it('stay as they are when it is empty or there already', () => {
    expect(withTag(['Refund'], '   ')).toEqual(['Refund']);
    expect(withTag(['Refund'], 'refund')).toEqual(['Refund']);
  });

  it('lose the one that is removed', () => {
    expect(withoutTag(['a', 'b'], 'a')).toEqual(['b']);
  });
});
