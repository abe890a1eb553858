/** The figures of a chart for those who don't see it, or want to read them. */
import { t } from '../locales';
import styles from './charts.module.css';

export interface ChartTableProps {
  caption: string;
  heads: readonly string[];
  rows: readonly { key: string; cells: readonly string[] }[];
}

export function ChartTable({ caption, heads, rows }: ChartTableProps) {
  return (
    <details className={styles.table}>
      <summary>{t.asATable}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys */}
      <section className={styles.scroll} tabIndex={0} aria-label={caption}>
        <table>
          <caption className="visually-hidden">{caption}</caption>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells: [first, ...rest] }) => (
              <tr key={key}>
                <th scope="row">{first}</th>
                {rest.map((cell, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the columns of a table never move
                  <td key={index}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}
