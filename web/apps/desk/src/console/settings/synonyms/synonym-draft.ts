// A synonym as it is edited, and which of them a search finds. Pure.

import type { Synonym, SynonymInput } from '@frontdesk/client';
import { isLanguage, languageName } from '../../../search/languages';
import type { Problems } from '../parts/use-problems';

export const TERM_MAX_CHARS = 100;

export interface SynonymDraft {
  kind: Synonym['kind'];
  /** What is searched for, of a one-way synonym. */
  from: string;
  terms: string[];
  /** Empty for all. */
  language: string;
}

/** `from`: a query that is to find more. */
export function draftOf(synonym: Synonym | null, from = ''): SynonymDraft {
  if (synonym) {
    const { kind, terms, language } = synonym;
    return { kind, from: synonym.from ?? '', terms: [...terms], language: language ?? '' };
  }
  return { kind: from ? 'one-way' : 'two-way', from, terms: [], language: '' };
}

export function inputOf({ kind, from, terms, language }: SynonymDraft): SynonymInput {
  return {
    kind,
    from: kind === 'one-way' ? from.trim() : null,
    terms,
    language: isLanguage(language) ? language : null,
  };
}

/** By the names of the server's members. */
export function problemsOf({ kind, from, terms }: SynonymDraft): Problems {
  const problems: Record<string, string> = {};
  if (kind === 'one-way' && from.trim() === '') problems.from = 'What do people search for?';
  const others = terms.filter((term) => term.toLowerCase() !== from.trim().toLowerCase());
  if (kind === 'one-way' && others.length === 0) {
    problems.terms = 'What shall it find as well? Enter adds a word.';
  }
  if (kind === 'two-way' && terms.length < 2) {
    problems.terms = 'Two words at least. Enter adds one.';
  }
  const long = terms.find((term) => [...term].length > TERM_MAX_CHARS);
  if (long) problems.terms = `“${long.slice(0, 20)}…” is too long.`;
  return problems;
}

/** What it does, as a line. */
export function inWords({ kind, from, terms }: Pick<Synonym, 'kind' | 'from' | 'terms'>): string {
  return kind === 'one-way' ? `${from ?? ''} → ${terms.join(', ')}` : terms.join(' = ');
}

export function languageWords({ language }: Pick<Synonym, 'language'>): string {
  return language ? `In ${languageName(language)}` : 'In all languages';
}

/** Those in which the words occur, in any place. */
export function found(synonyms: readonly Synonym[], words: string): Synonym[] {
  const wanted = words.trim().toLowerCase();
  return synonyms.filter((synonym) => inWords(synonym).toLowerCase().includes(wanted));
}
