/** A turning ring. Give it a label where nothing else says that something is loading. */
import { t } from './locales';
import styles from './spinner.module.css';

export function Spinner({ size = 20, label }: { size?: number; label?: string }) {
  return (
    <span className={styles.wrap} role={label ? 'status' : undefined}>
      <svg
        className={styles.ring}
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        aria-hidden="true"
      >
        <circle cx="12" cy="12" r="9" stroke="currentColor" strokeWidth="2.5" opacity="0.2" />
        <path
          d="M21 12a9 9 0 0 0-9-9"
          stroke="currentColor"
          strokeWidth="2.5"
          strokeLinecap="round"
        />
      </svg>
      {label ? <span className="visually-hidden">{label}</span> : null}
    </span>
  );
}

/** A spinner in the middle of an otherwise empty area. */
export function Loading({ label = t.loading }: { label?: string }) {
  return (
    <div className={styles.area}>
      <Spinner size={26} label={label} />
    </div>
  );
}
