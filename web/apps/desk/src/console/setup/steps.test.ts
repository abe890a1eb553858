import type { SetupState } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { stepsOf } from './steps';

const NEW: SetupState = {
  staff: 1,
  teamsWithMembers: 0,
  hours: false,
  brand: false,
  widget: false,
  outgoingMail: false,
  incomingMail: false,
  article: false,
  searchModel: false,
};
const done = (state: SetupState, hasBackups = false) =>
  stepsOf(state, hasBackups).flatMap(({ name, isDone }) => (isDone ? [name] : []));

describe('what is still to be done', () => {
  it('is everything at first: an admin alone is no team', () => {
    expect(done(NEW)).toEqual([]);
  });

  it('is what the desk says, but for backups, of which the admin knows', () => {
    const state: SetupState = { ...NEW, staff: 2, hours: true, article: true };
    expect(done(state)).toEqual(['agents', 'hours', 'article']);
    expect(done(state, true)).toContain('backups');
  });

  it('leads to a place each', () => {
    for (const { name, to } of stepsOf(NEW, false)) {
      expect(to, name).toMatch(/^\/(?:console|docs)\/./);
    }
  });
});
