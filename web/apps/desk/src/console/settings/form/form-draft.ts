// The form before a chat as it is edited: names made from labels, order, and what can be said
// before the server is asked. Pure.

import type { FormField, Topic } from '@frontdesk/client';
import type { Problems } from '../parts/use-problems';

/** The server's limits. */
export const NAME_MAX_CHARS = 100;
export const LABEL_MAX_CHARS = 200;
export const GREETING_MAX_CHARS = 2_000;
export const MAX_TOPICS = 30;
export const MAX_FIELDS = 20;
export const MAX_OPTIONS = 50;

export const KINDS: readonly { value: FormField['kind']; label: string; means: string }[] = [
  { value: 'text', label: 'Short text', means: 'One line.' },
  { value: 'textarea', label: 'Long text', means: 'Several lines.' },
  { value: 'email', label: 'Email address', means: 'Kept for customers who have none.' },
  { value: 'select', label: 'One of several', means: 'The customer chooses from a list.' },
];

export const kindLabel = (kind: FormField['kind']): string =>
  KINDS.find(({ value }) => value === kind)?.label ?? kind;

/** “Order number” is “order-number”; one that is taken gets a number. */
export function nameOf(label: string, taken: readonly string[]): string {
  const plain = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  const name = [...plain].slice(0, NAME_MAX_CHARS - 4).join('') || 'item';
  if (!taken.includes(name)) return name;
  for (let number = 2; ; number += 1) {
    if (!taken.includes(`${name}-${number}`)) return `${name}-${number}`;
  }
}

/** The list with one of it at another place. */
export function moved<Item>(list: readonly Item[], from: number, to: number): Item[] {
  const rest = list.filter((_, index) => index !== from);
  const item = list[from];
  return item === undefined ? rest : [...rest.slice(0, to), item, ...rest.slice(to)];
}

/** The list with one replaced, or added when there is no place given. */
export function withItem<Item>(list: readonly Item[], at: number | null, item: Item): Item[] {
  return at === null ? [...list, item] : list.map((one, index) => (index === at ? item : one));
}

/** Choices as they are typed, one in each line. */
export function optionsOf(lines: string): string[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

export function problemsOfName(name: string, taken: readonly string[]): string | null {
  if (name.trim() === '') return 'Give it a name.';
  return taken.includes(name.trim()) ? 'Another one has this name.' : null;
}

export function problemsOfTopic(topic: Topic, takenIds: readonly string[]): Problems {
  const problems: Record<string, string> = {};
  if (topic.label.trim() === '') problems.label = 'Say what customers see.';
  const name = problemsOfName(topic.id, takenIds);
  if (name) problems.id = name;
  return problems;
}

export function problemsOfField(field: FormField, takenKeys: readonly string[]): Problems {
  const problems: Record<string, string> = {};
  if (field.label.trim() === '') problems.label = 'Write the question.';
  const name = problemsOfName(field.key, takenKeys);
  if (name) problems.key = name;
  const options = field.options ?? [];
  if (field.kind === 'select') {
    const twice = options.find((option, index) => options.indexOf(option) !== index);
    if (options.length === 0) problems.options = 'Write at least one choice.';
    else if (options.length > MAX_OPTIONS) problems.options = `At most ${MAX_OPTIONS} choices.`;
    else if (twice) problems.options = `“${twice}” is there twice.`;
  }
  return problems;
}
