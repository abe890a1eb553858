/** Finds pages, headings and operations by their words. Pure; the lists are small. */

export interface Entry {
  /** Where it leads: a path of the app. */
  to: string;
  /** What it is called. */
  title: string;
  /** What it belongs to, such as the page of a heading. */
  within: string;
  kind: 'page' | 'heading' | 'operation';
}

const SHOWN = 12;

/** The best first: words in the title count more than those around it, beginnings more than middles. */
export function findEntries(entries: readonly Entry[], query: string): Entry[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return entries
    .map((entry) => ({ entry, score: scoreOf(entry, words) }))
    .filter(({ score }) => score > 0)
    .sort((one, other) => other.score - one.score)
    .slice(0, SHOWN)
    .map(({ entry }) => entry);
}

const KIND_SCORE = { page: 3, heading: 2, operation: 1 } as const;

/** Zero unless every word is somewhere. */
function scoreOf({ title, within, kind }: Entry, words: readonly string[]): number {
  const [own, around] = [fold(title), fold(within)];
  let score: number = KIND_SCORE[kind];
  for (const word of words) {
    if (hasBeginning(own, word)) score += 20;
    else if (own.includes(word)) score += 8;
    else if (around.includes(word)) score += 2;
    else return 0;
  }
  return score + (own === words.join(' ') ? 50 : 0);
}

const hasBeginning = (text: string, word: string) =>
  text.split(/[^\p{L}\p{N}]+/u).some((one) => one.startsWith(word));

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
