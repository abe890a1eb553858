// The state of the search index in words. Pure.

import type { SearchIndexCheck, SearchIndexStatus } from '@frontdesk/client';
import { plural, type Tone } from '../../../ui';

const KINDS: Record<string, { one: string; many: string; name: string }> = {
  article: { one: 'article', many: 'articles', name: 'Articles' },
  conversation: { one: 'conversation', many: 'conversations', name: 'Conversations' },
  customer: { one: 'customer', many: 'customers', name: 'Customers' },
};

export const kindName = (kind: string): string => KINDS[kind]?.name ?? kind;

const STATES: Record<string, { label: string; tone: Tone }> = {
  complete: { label: 'Complete', tone: 'success' },
  incomplete: { label: 'Being built', tone: 'warning' },
  damaged: { label: 'Damaged', tone: 'danger' },
};

export const stateOf = ({
  state,
}: Pick<SearchIndexStatus, 'state'>): { label: string; tone: Tone } =>
  STATES[state] ?? { label: state, tone: 'neutral' };

/** How far a rebuild is, from 0 to 1. */
export function shareDone({ done, total }: { done: number; total: number }): number {
  return total === 0 ? 0 : Math.min(1, done / total);
}

/** Whether it is about to change, and worth looking at again soon. */
export function isBusy(
  status: Pick<SearchIndexStatus, 'isRebuilding' | 'behind'> | undefined,
): boolean {
  return status !== undefined && (status.isRebuilding || status.behind > 0);
}

/** What is told while it is rebuilt; without `progress` it has not begun here. */
export function rebuildWords(progress: SearchIndexStatus['rebuild']): string {
  const far = progress
    ? `${progress.done.toLocaleString()} of ${progress.total.toLocaleString()}`
    : 'it is about to begin';
  return `It is being rebuilt: ${far}. The old one answers until then.`;
}

export function behindWords(behind: number): string {
  if (behind === 0) return 'Everything that has changed can be found';
  return `${plural(behind, 'change')} still to be taken up`;
}

/** What a comparison has found as a whole. */
export function checkWords({ ok, damaged, pending }: Omit<SearchIndexCheck, 'kinds'>): string {
  if (damaged) return 'The index is damaged. It is rebuilt by itself.';
  const found = ok
    ? 'The index matches the database.'
    : 'The index differs from the database. Rebuild it.';
  return pending > 0 ? `${found} Left out: ${plural(pending, 'change')} under way.` : found;
}

type Difference = SearchIndexCheck['kinds'][number];

/** What a comparison has found, a sentence for each kind. */
export function differenceWords({ kind, stored, missing, extra, different }: Difference): string {
  const { one = kind, many = kind } = KINDS[kind] ?? {};
  const wrong = [
    missing > 0 ? `${missing.toLocaleString()} missing` : '',
    extra > 0 ? `${extra.toLocaleString()} too many` : '',
    different > 0 ? `${different.toLocaleString()} out of date` : '',
  ].filter(Boolean);
  const of = plural(stored, one, many);
  return wrong.length === 0 ? `${of}: no difference` : `${of}: ${wrong.join(', ')}`;
}
