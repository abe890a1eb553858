// The searches of a period at a glance: figures against the period before, days, and the articles
// that answer.

import type { AnsweringArticle, SearchAnalytics } from '@frontdesk/client';
import { longDate } from '../../../ui';
import { BarChart } from '../../../ui/charts/bar-chart';
import { ColumnChart, type ColumnSeries } from '../../../ui/charts/column-chart';
import { percent, rank, shareOf, trend } from './analytics';
import styles from './search.module.css';

export function Figures({ analytics: { totals, previous } }: { analytics: SearchAnalytics }) {
  return (
    <dl className={styles.figures}>
      <Figure
        label="Searches"
        value={totals.searches.toLocaleString()}
        note={trend(totals.searches, previous.searches)}
      />
      <Figure
        label="Opened a result"
        value={percent(totals.clickThrough)}
        note={`${percent(previous.clickThrough)} before`}
      />
      <Figure
        label="Place of what was opened"
        value={rank(totals.meanRank)}
        note={`${rank(previous.meanRank)} before; 1 is best`}
      />
      <Figure
        label="Found nothing"
        value={totals.withoutResult.toLocaleString()}
        note={shareOf(totals.withoutResult, totals)}
      />
      <Figure
        label="No article answers"
        value={totals.unanswered.toLocaleString()}
        note={shareOf(totals.unanswered, totals)}
      />
    </dl>
  );
}

function Figure({ label, value, note }: { label: string; value: string; note: string }) {
  return (
    <div className={styles.figure}>
      <dt>{label}</dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={styles.note}>{note}</dd>
    </div>
  );
}

const SERIES: readonly ColumnSeries[] = [
  { name: 'Opened a result', tone: 'normal' },
  { name: 'Opened nothing', tone: 'warning' },
  { name: 'Found nothing', tone: 'danger' },
];

export function Days({ days }: { days: SearchAnalytics['perDay'] }) {
  return (
    <ColumnChart
      label="Searches by the day"
      heads={['Day', 'Searches']}
      series={SERIES}
      points={days.map(({ day, searches, clicked, withoutResult }) => ({
        key: day,
        label: longDate(`${day.slice(0, 10)}T12:00:00`, undefined, false),
        value: searches,
        words: `${searches.toLocaleString()}, ${clicked.toLocaleString()} opened a result, ${withoutResult.toLocaleString()} found nothing`,
        parts: [clicked, Math.max(0, searches - clicked - withoutResult), withoutResult],
      }))}
    />
  );
}

const ARTICLES_SHOWN = 10;

export function Articles({ articles }: { articles: readonly AnsweringArticle[] }) {
  if (articles.length === 0) return null;
  return (
    <BarChart
      label="Articles that answer"
      bars={articles.slice(0, ARTICLES_SHOWN).map((article) => ({
        key: article.id,
        label: article.question,
        value: article.clicked,
        words: `opened ${article.clicked.toLocaleString()} of ${article.shown.toLocaleString()} times${
          article.meanRank ? `, at place ${rank(article.meanRank)}` : ''
        }`,
      }))}
    />
  );
}
