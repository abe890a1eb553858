/** Shares of a whole, one bar a line with its name and figure. */
import styles from './charts.module.css';

export interface Bar {
  key: string;
  label: string;
  value: number;
  /** The value in words. */
  words: string;
}

export interface BarChartProps {
  label: string;
  bars: readonly Bar[];
  /** What a full bar is; the largest when it is missing. */
  whole?: number;
}

/** Every figure stands beside its bar, so the list itself is the table. */
export function BarChart({ label, bars, whole }: BarChartProps) {
  const full = whole ?? Math.max(...bars.map(({ value }) => value), 0);
  return (
    <section className={styles.chart} aria-label={label}>
      <h3 className={styles.caption}>{label}</h3>
      <dl className={styles.bars}>
        {bars.map((bar) => (
          <div key={bar.key} className={styles.bar}>
            <dt>{bar.label}</dt>
            <dd>{bar.words}</dd>
            <BarLine share={full === 0 ? 0 : bar.value / full} />
          </div>
        ))}
      </dl>
    </section>
  );
}

export interface BarLineProps {
  /** 0 to 1. */
  share: number;
  tone?: 'normal' | 'warning' | 'danger';
}

/** A bar alone; what it says stands beside it in words. */
export function BarLine({ share, tone = 'normal' }: BarLineProps) {
  const width = share > 0 ? Math.max(0.5, Math.min(1, share) * 100) : 0;
  return (
    <svg
      className={styles.line}
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      aria-hidden="true"
      data-tone={tone}
    >
      <rect className={styles.track} width="100" height="4" />
      <rect className={styles.column} width={width} height="4" />
    </svg>
  );
}
