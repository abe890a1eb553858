// A team as it is edited: the words for how it works, and what can be said before the server is
// asked. Pure.

import type { Team, TeamInput } from '@frontdesk/client';
import { plural } from '../../../ui';
import type { Problems } from '../parts/use-problems';

export const NAME_MAX_CHARS = 100;
export const DESCRIPTION_MAX_CHARS = 500;
const OVERFLOW_DEFAULT_SECONDS = 120;
const OVERFLOW_MAX_SECONDS = 86_400;

export const STRATEGIES: readonly { value: Team['strategy']; label: string; means: string }[] = [
  {
    value: 'least-loaded',
    label: 'Whoever has the fewest chats',
    means:
      'Each chat is offered to the free agent who holds the fewest, so that nobody is flooded.',
  },
  {
    value: 'round-robin',
    label: 'By turns',
    means: 'Free agents are asked one after the other: whose last chat is longest ago comes first.',
  },
];

export const strategyLabel = (strategy: Team['strategy']): string =>
  STRATEGIES.find(({ value }) => value === strategy)?.label ?? strategy;

/** As its fields hold it: the time is text while it is typed. */
export interface TeamDraft {
  name: string;
  description: string;
  strategy: Team['strategy'];
  skills: string[];
  members: string[];
  /** Empty for none. */
  overflowTeamId: string;
  overflowAfter: string;
}

export function draftOf(team: Team | null): TeamDraft {
  return {
    name: team?.name ?? '',
    description: team?.description ?? '',
    strategy: team?.strategy ?? 'least-loaded',
    skills: team?.skills ?? [],
    members: team?.members ?? [],
    overflowTeamId: team?.overflowTeamId ?? '',
    overflowAfter: String(team?.overflowAfterSeconds ?? OVERFLOW_DEFAULT_SECONDS),
  };
}

export function inputOf(draft: TeamDraft): TeamInput {
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    strategy: draft.strategy,
    skills: draft.skills,
    members: draft.members,
    overflowTeamId: draft.overflowTeamId || null,
    overflowAfterSeconds: secondsOf(draft.overflowAfter) ?? OVERFLOW_DEFAULT_SECONDS,
  };
}

export function problemsOf(draft: TeamDraft): Problems {
  const problems: Record<string, string> = {};
  if (draft.name.trim() === '') problems.name = 'Give it a name.';
  if (draft.overflowTeamId && secondsOf(draft.overflowAfter) === null) {
    problems.overflowAfterSeconds = `A whole number of seconds, 0 to ${OVERFLOW_MAX_SECONDS}.`;
  }
  return problems;
}

/** Null where it is no number that the server takes. */
export function secondsOf(text: string): number | null {
  const seconds = /^\d+$/.test(text.trim()) ? Number(text) : null;
  return seconds !== null && seconds <= OVERFLOW_MAX_SECONDS ? seconds : null;
}

/** “2 minutes”, “1 minute 30 seconds”. */
export function spanInWords(seconds: number): string {
  if (seconds === 0) return 'at once';
  const parts = [
    [Math.floor(seconds / 3600), 'hour'],
    [Math.floor((seconds % 3600) / 60), 'minute'],
    [seconds % 60, 'second'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => plural(count, unit))
    .join(' ');
}
