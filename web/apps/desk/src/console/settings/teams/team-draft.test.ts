import { describe, expect, it } from 'vitest';
import { draftOf, inputOf, problemsOf, secondsOf, spanInWords } from './team-draft';

describe('a team that is edited', () => {
  const draft = { ...draftOf(null), name: ' Billing ' };

  it('begins with what the server would choose', () => {
    expect(inputOf(draft)).toEqual({
      name: 'Billing',
      description: '',
      strategy: 'least-loaded',
      skills: [],
      members: [],
      overflowTeamId: null,
      overflowAfterSeconds: 120,
    });
  });

  it('needs a name, and a time only where another team helps out', () => {
    expect(problemsOf({ ...draft, name: ' ' })).toHaveProperty('name');
    expect(problemsOf({ ...draft, overflowAfter: 'soon' })).toEqual({});
    expect(problemsOf({ ...draft, overflowAfter: 'soon', overflowTeamId: 'other' })).toHaveProperty(
      'overflowAfterSeconds',
    );
  });

  it('waits whole seconds, a day at most', () => {
    expect(secondsOf(' 90 ')).toBe(90);
    expect(secondsOf('86401')).toBeNull();
    expect(secondsOf('-1')).toBeNull();
    expect(secondsOf('1.5')).toBeNull();
  });
});

describe('a span in words', () => {
  it('names its parts and leaves out the empty ones', () => {
    expect(spanInWords(120)).toBe('2 minutes');
    expect(spanInWords(3690)).toBe('1 hour 1 minute 30 seconds');
    expect(spanInWords(0)).toBe('at once');
  });
});
