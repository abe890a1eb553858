import { describe, expect, it } from 'vitest';
import { actionInWords, actionOptions, factsOf } from './audit';

describe('an action in words', () => {
  it('has a sentence of its own, or is made from its name', () => {
    expect(actionInWords('team.create')).toBe('Made a team');
    expect(actionInWords('backup.file-copy')).toBe('Backup: file copy');
    expect(actionInWords('backup')).toBe('Backup');
  });

  it('can be chosen once it was met', () => {
    const values = actionOptions(['backup.begin', 'team.create']).map(({ value }) => value);
    expect(values).toContain('backup.begin');
    expect(values.filter((value) => value === 'team.create')).toHaveLength(1);
  });
});

describe('the details of an entry', () => {
  it('leave out what says nothing', () => {
    expect(
      factsOf({ name: 'Billing', members: ['sam', 'ann'], helper: null, open: false }),
    ).toEqual([
      { name: 'name', value: 'Billing' },
      { name: 'members', value: 'sam, ann' },
      { name: 'open', value: 'no' },
    ]);
    expect(factsOf(null)).toEqual([]);
  });
});
