import { describe, expect, it } from 'vitest';
import {
  behindWords,
  checkWords,
  differenceWords,
  isBusy,
  kindName,
  rebuildWords,
  shareDone,
  stateOf,
} from './words';

const SAME = {
  kind: 'conversation',
  stored: 1200,
  indexed: 1200,
  missing: 0,
  extra: 0,
  compared: 400,
  different: 0,
  examples: [],
};

describe('the search index in words', () => {
  it('tells what a comparison has found', () => {
    expect(differenceWords(SAME)).toBe('1,200 conversations: no difference');
    expect(differenceWords({ ...SAME, stored: 1, missing: 1, different: 2 })).toBe(
      '1 conversation: 1 missing, 2 out of date',
    );
    expect(differenceWords({ ...SAME, kind: 'note', extra: 3 })).toBe('1,200 note: 3 too many');
  });

  it('tells what it comes to', () => {
    const fine = { ok: true, damaged: false, pending: 0 };
    expect(checkWords(fine)).toBe('The index matches the database.');
    expect(checkWords({ ...fine, pending: 2 })).toContain('Left out: 2 changes');
    expect(checkWords({ ...fine, ok: false })).toContain('differs');
    expect(checkWords({ ...fine, ok: false, damaged: true })).toContain('by itself');
  });

  it('is looked at again soon while it changes', () => {
    const busy = [
      undefined,
      { isRebuilding: false, behind: 0 },
      { isRebuilding: true, behind: 0 },
      { isRebuilding: false, behind: 2 },
    ].map(isBusy);
    expect(busy).toEqual([false, false, true, true]);
  });

  it('tells how far it is', () => {
    expect(rebuildWords({ done: 1500, total: 3000 })).toContain('1,500 of 3,000');
    expect(rebuildWords(null)).toContain('about to begin');
    expect(behindWords(0)).toBe('Everything that has changed can be found');
    expect(behindWords(1)).toBe('1 change still to be taken up');
    expect([shareDone({ done: 1, total: 4 }), shareDone({ done: 0, total: 0 })]).toEqual([0.25, 0]);
    expect(shareDone({ done: 5, total: 4 })).toBe(1);
  });

  it('names what it knows, and leaves alone what it does not', () => {
    expect(stateOf({ state: 'damaged' }).tone).toBe('danger');
    expect(stateOf({ state: 'else' })).toEqual({ label: 'else', tone: 'neutral' });
    expect([kindName('article'), kindName('else')]).toEqual(['Articles', 'else']);
  });
});
