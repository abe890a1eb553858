// A moderation rule as it is edited: kinds and actions in words, and what can be said before the
// server is asked. Pure.

import type { ModerationRule, ModerationRuleInput } from '@frontdesk/client';
import { plural } from '../../../ui';
import { optionsOf } from '../form/form-draft';
import type { Problems } from '../parts/use-problems';

export type RuleKind = ModerationRule['kind'];
export type RuleAction = ModerationRule['action'];

export const NAME_MAX_CHARS = 100;
export const PATTERN_MAX_CHARS = 1_000;

export const KINDS: readonly { value: RuleKind; label: string; means: string }[] = [
  { value: 'words', label: 'Words', means: 'Whole words or phrases, however they are written.' },
  { value: 'pattern', label: 'Pattern', means: 'A regular expression, for numbers and the like.' },
  { value: 'links', label: 'Links', means: 'Links to anywhere but the domains that you allow.' },
  {
    value: 'repetition',
    label: 'Repetition',
    means: 'The same text again and again within a short time.',
  },
];

export const ACTIONS: readonly { value: RuleAction; label: string; means: string }[] = [
  { value: 'flag', label: 'Flag', means: 'It is delivered, and put on the review list.' },
  { value: 'mask', label: 'Mask', means: 'What matches is replaced by dots, for everybody.' },
  {
    value: 'hold',
    label: 'Hold',
    means: 'It waits for review and is delivered only once somebody approves it.',
  },
  { value: 'refuse', label: 'Refuse', means: 'It is not taken, and its sender is told so.' },
];

export const kindLabel = (kind: RuleKind): string =>
  KINDS.find(({ value }) => value === kind)?.label ?? kind;

export const actionLabel = (action: RuleAction): string =>
  ACTIONS.find(({ value }) => value === action)?.label ?? action;

/** As its fields hold it: lists as lines, numbers as text. */
export interface RuleDraft {
  name: string;
  kind: RuleKind;
  words: string;
  pattern: string;
  domains: string;
  repeatCount: string;
  repeatSeconds: string;
  action: RuleAction;
  appliesTo: ModerationRule['appliesTo'];
  enabled: boolean;
}

export function draftOf(rule: ModerationRule | null): RuleDraft {
  return {
    name: rule?.name ?? '',
    kind: rule?.kind ?? 'words',
    words: (rule?.words ?? []).join('\n'),
    pattern: rule?.pattern ?? '',
    domains: (rule?.allowedDomains ?? []).join('\n'),
    repeatCount: String(rule?.repeatCount ?? 3),
    repeatSeconds: String(rule?.repeatSeconds ?? 60),
    action: rule?.action ?? 'flag',
    appliesTo: rule?.appliesTo ?? 'customers',
    enabled: rule?.enabled ?? true,
  };
}

/** Only what belongs to its kind goes to the server. */
export function inputOf(draft: RuleDraft): ModerationRuleInput {
  const { kind } = draft;
  const repeats = kind === 'repetition';
  return {
    name: draft.name.trim(),
    kind,
    action: draft.action,
    appliesTo: draft.appliesTo,
    enabled: draft.enabled,
    words: kind === 'words' ? optionsOf(draft.words) : [],
    pattern: kind === 'pattern' ? draft.pattern : null,
    allowedDomains: kind === 'links' ? optionsOf(draft.domains) : [],
    repeatCount: repeats ? Number(draft.repeatCount) : null,
    repeatSeconds: repeats ? Number(draft.repeatSeconds) : null,
  };
}

export function problemsOf(draft: RuleDraft): Problems {
  const problems: Record<string, string> = {};
  if (draft.name.trim() === '') problems.name = 'Give it a name.';
  if (draft.kind === 'words' && optionsOf(draft.words).length === 0) {
    problems.words = 'Write at least one word.';
  }
  if (draft.kind === 'pattern' && draft.pattern.trim() === '') {
    problems.pattern = 'Write the expression.';
  }
  if (draft.kind === 'repetition') {
    if (!isWhole(draft.repeatCount, 2, 30)) problems.repeatCount = 'A whole number, 2 to 30.';
    if (!isWhole(draft.repeatSeconds, 1, 3600)) {
      problems.repeatSeconds = 'A whole number, 1 to 3600.';
    }
  }
  return problems;
}

function isWhole(text: string, min: number, max: number): boolean {
  return /^\d+$/.test(text.trim()) && Number(text) >= min && Number(text) <= max;
}

const WORDS_SHOWN = 6;

/** What a rule looks for, in a line. */
export function lookedFor(rule: ModerationRule): string {
  switch (rule.kind) {
    case 'words': {
      const more = rule.words.length - WORDS_SHOWN;
      const shown = rule.words.slice(0, WORDS_SHOWN).join(', ');
      return more > 0 ? `${shown} and ${more} more` : shown;
    }
    case 'pattern':
      return rule.pattern ?? '';
    case 'links':
      return rule.allowedDomains.length === 0
        ? 'any link'
        : `any link but to ${rule.allowedDomains.join(', ')}`;
    case 'repetition':
      return `the same text ${rule.repeatCount ?? 0} times within ${plural(rule.repeatSeconds ?? 0, 'second')}`;
  }
}
