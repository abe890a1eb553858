// Finding a macro by what is typed behind a slash. Pure.

import type { Macro } from '@frontdesk/client';
import { statusLabel } from '../../ui';

/** What is looked up; null where the text is no look-up: it begins with a slash, on one line. */
export function macroQuery(text: string): string | null {
  return /^\/[^/\n]*$/.test(text) ? text.slice(1).trim().toLocaleLowerCase() : null;
}

/** Those that fit, the best first: by shortcut, then by title; of equals the more used. */
export function matchingMacros(macros: readonly Macro[], query: string): Macro[] {
  return macros
    .map((macro) => ({ macro, rank: rankOf(macro, query) }))
    .filter(({ rank }) => rank < NO_MATCH)
    .sort(
      (one, other) =>
        one.rank - other.rank ||
        other.macro.uses - one.macro.uses ||
        one.macro.title.localeCompare(other.macro.title),
    )
    .map(({ macro }) => macro);
}

const NO_MATCH = 4;

function rankOf({ shortcut, title }: Macro, query: string): number {
  if (query === '') return 0;
  const name = title.toLocaleLowerCase();
  if (shortcut === query) return 0;
  if (shortcut?.startsWith(query)) return 1;
  if (name.split(/\s+/).some((word) => word.startsWith(query)) || name.startsWith(query)) return 2;
  return name.includes(query) ? 3 : NO_MATCH;
}

/** What a macro does besides its words, a sentence each. */
export function actionsInWords(actions: Macro['actions']): string[] {
  const { addTags = [], status, note, closeChat } = actions;
  const sentences: string[] = [];
  if (addTags.length > 0) {
    sentences.push(`Adds the ${addTags.length === 1 ? 'tag' : 'tags'} ${addTags.join(', ')}`);
  }
  if (status) sentences.push(`Sets the ticket to “${statusLabel(status)}”`);
  if (note) sentences.push(`Adds the internal note “${note}”`);
  if (closeChat) sentences.push('Closes the chat');
  return sentences;
}
