// The figures of the search analytics in words, and the periods that can be looked at. Pure.

import type { QueryStats, SearchTotals } from '@frontdesk/client';
import { plural } from '../../../ui';

export const PERIODS = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
] as const;
export type Period = (typeof PERIODS)[number]['value'];

const DAY_MS = 86_400_000;

/** The beginning of a period that ends now, at a day's beginning (UTC). */
export function beginOf(period: Period, now: number): string {
  const from = new Date(now - (Number(period) - 1) * DAY_MS);
  return `${from.toISOString().slice(0, 10)}T00:00:00.000Z`;
}

/** 0.1234 as “12 %”. */
export function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : `${Math.round(share * 100)} %`;
}

export const rank = (mean: number | null | undefined): string =>
  mean === null || mean === undefined ? '–' : mean.toFixed(1);

/** How a figure has changed against the period before, such as “12 % more than before”. */
export function trend(now: number, before: number): string {
  if (before === 0) return now === 0 ? 'None before either' : 'None before';
  const change = Math.round(((now - before) / before) * 100);
  if (change === 0) return 'As many as before';
  return `${Math.abs(change)} % ${change > 0 ? 'more' : 'fewer'} than before`;
}

/** A part of the searches. */
export function shareOf(part: number, { searches }: Pick<SearchTotals, 'searches'>): string {
  return searches === 0 ? 'No searches' : `${percent(part / searches)} of all`;
}

/** What is worth knowing of a query, in a line. */
export function queryWords({ searches, clickThrough, meanRank, meanHits }: QueryStats): string {
  const words = [plural(searches, 'search', 'searches')];
  if (meanHits === 0) return words.join(' · ');
  words.push(`${percent(clickThrough)} opened something`);
  if (meanRank !== null && meanRank !== undefined) words.push(`at place ${rank(meanRank)}`);
  return words.join(' · ');
}

/** What was asked, as the title of an article. */
export function titleOf(query: string): string {
  return query.charAt(0).toLocaleUpperCase() + query.slice(1);
}
