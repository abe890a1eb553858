/** A quantity over time, as columns; the same figures stand in a table behind it. */

import { number } from '../../i18n/numbers';
import { t } from '../locales';
import { ChartTable } from './chart-table';
import styles from './charts.module.css';

export type ColumnTone = 'normal' | 'warning' | 'danger';

export interface ColumnPoint {
  key: string;
  /** Of the column, such as a day. */
  label: string;
  value: number;
  /** The value in words. */
  words: string;
  /** What the value consists of, from the bottom up, each of one of the chart's series. */
  parts?: readonly number[];
}

/** A part that every column has. */
export interface ColumnSeries {
  name: string;
  tone: ColumnTone;
}

export interface ColumnChartProps {
  /** What is shown, in a sentence. */
  label: string;
  points: readonly ColumnPoint[];
  /** The heads of the table: of the labels, of the values. */
  heads: readonly [string, string];
  /** Of the points' parts. Beside its colour each has a name, and a column of the table. */
  series?: readonly ColumnSeries[];
}

/** The drawing's own units; it is stretched to the room that it has. */
const STEP = 10;
const GAP = 2;
const HEIGHT = 100;
/** So that little is told from nothing. */
const LEAST = 1.5;

export function ColumnChart({ label, points, heads, series = [] }: ColumnChartProps) {
  const most = Math.max(...points.map(({ value }) => value), 0);
  const peak = points.find(({ value }) => value === most);
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.caption}>
        {label}
        {peak && most > 0 ? (
          <span className={styles.peak}>{t.most(peak.words, peak.label)}</span>
        ) : null}
      </figcaption>
      <svg
        className={styles.columns}
        viewBox={`0 0 ${points.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
      >
        <title>{label}</title>
        {points.map(({ key, label: name, value, words, parts }, index) => {
          const height = most === 0 || value === 0 ? 0 : Math.max(LEAST, (value / most) * HEIGHT);
          return (
            <g key={key}>
              <title>{`${name}: ${words}`}</title>
              {/* Also above a low column there is something to point at. */}
              <rect className={styles.hit} x={index * STEP} y={0} width={STEP} height={HEIGHT} />
              {stacked(parts ?? [value], height).map((part, place) => (
                <rect
                  // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a column never move
                  key={place}
                  className={styles.column}
                  data-tone={series[place]?.tone}
                  x={index * STEP + GAP / 2}
                  y={HEIGHT - part.top}
                  width={STEP - GAP}
                  height={part.height}
                />
              ))}
            </g>
          );
        })}
      </svg>
      <div className={styles.axis} aria-hidden="true">
        <span>{points[0]?.label}</span>
        <span>{points.at(-1)?.label}</span>
      </div>
      {series.length > 0 ? (
        <ul className={styles.legend} aria-hidden="true">
          {series.map(({ name, tone }) => (
            <li key={name} data-tone={tone}>
              {name}
            </li>
          ))}
        </ul>
      ) : null}
      <ChartTable
        caption={label}
        heads={series.length > 0 ? [heads[0], ...series.map(({ name }) => name)] : heads}
        rows={points.map(({ key, label: name, words, parts }) => ({
          key,
          cells: parts ? [name, ...parts.map((part) => number(part))] : [name, words],
        }))}
      />
    </figure>
  );
}

/** Parts on one another, which together are as high as that. */
function stacked(parts: readonly number[], height: number): { top: number; height: number }[] {
  const whole = parts.reduce((sum, part) => sum + part, 0);
  let top = 0;
  return parts.map((part) => {
    const own = whole === 0 ? 0 : (part / whole) * height;
    top += own;
    return { top, height: own };
  });
}
