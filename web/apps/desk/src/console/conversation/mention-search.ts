// Finding a colleague by what is typed behind an `@` in a note. Pure.

import type { Agent } from '@frontdesk/client';

export interface Mention {
  /** Where the `@` stands. */
  from: number;
  /** Where what was typed behind it ends. */
  to: number;
  query: string;
}

/** Words of a name while one looks for it: one, and at most two more. */
const BEHIND = /(^|[^\p{L}\p{N}])@([\p{L}\p{N}.'’-]*(?: [\p{L}\p{N}.'’-]*){0,2})$/u;

/** What is looked up at the cursor; null where there is none. The `@` of an address is none. */
export function mentionAt(text: string, caret: number): Mention | null {
  const found = BEHIND.exec(text.slice(0, caret));
  if (!found) return null;
  const query = found[2] ?? '';
  return { from: caret - query.length - 1, to: caret, query: query.toLocaleLowerCase() };
}

/** Those whose name goes on as it was typed: from its beginning, then from another word of it. */
export function matchingColleagues<One extends Pick<Agent, 'name'>>(
  people: readonly One[],
  query: string,
): One[] {
  const rank = ({ name }: One) => {
    const lower = name.toLocaleLowerCase();
    if (lower.startsWith(query)) return 0;
    return lower.split(/\s+/).some((word) => word.startsWith(query)) ? 1 : 2;
  };
  return people
    .filter((one) => rank(one) < 2)
    .sort((one, other) => rank(one) - rank(other) || one.name.localeCompare(other.name));
}
