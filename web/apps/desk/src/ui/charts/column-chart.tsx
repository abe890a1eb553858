/** A quantity over time, as columns; the same figures stand in a table behind it. */
import { ChartTable } from './chart-table';
import styles from './charts.module.css';

export interface ColumnPoint {
  key: string;
  /** Of the column, such as a day. */
  label: string;
  value: number;
  /** The value in words. */
  words: string;
}

export interface ColumnChartProps {
  /** What is shown, in a sentence. */
  label: string;
  points: readonly ColumnPoint[];
  /** The heads of the table: of the labels, of the values. */
  heads: readonly [string, string];
}

/** The drawing's own units; it is stretched to the room that it has. */
const STEP = 10;
const GAP = 2;
const HEIGHT = 100;
/** So that little is told from nothing. */
const LEAST = 1.5;

export function ColumnChart({ label, points, heads }: ColumnChartProps) {
  const most = Math.max(...points.map(({ value }) => value), 0);
  const peak = points.find(({ value }) => value === most);
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.caption}>
        {label}
        {peak && most > 0 ? (
          <span className={styles.peak}>
            most: {peak.words}, {peak.label}
          </span>
        ) : null}
      </figcaption>
      <svg
        className={styles.columns}
        viewBox={`0 0 ${points.length * STEP} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
      >
        <title>{label}</title>
        {points.map(({ key, label: name, value, words }, index) => {
          const height = most === 0 || value === 0 ? 0 : Math.max(LEAST, (value / most) * HEIGHT);
          return (
            <g key={key}>
              <title>{`${name}: ${words}`}</title>
              {/* Also above a low column there is something to point at. */}
              <rect className={styles.hit} x={index * STEP} y={0} width={STEP} height={HEIGHT} />
              <rect
                className={styles.column}
                x={index * STEP + GAP / 2}
                y={HEIGHT - height}
                width={STEP - GAP}
                height={height}
              />
            </g>
          );
        })}
      </svg>
      <div className={styles.axis} aria-hidden="true">
        <span>{points[0]?.label}</span>
        <span>{points.at(-1)?.label}</span>
      </div>
      <ChartTable
        caption={label}
        heads={heads}
        rows={points.map(({ key, label: name, words }) => ({ key, cells: [name, words] }))}
      />
    </figure>
  );
}
