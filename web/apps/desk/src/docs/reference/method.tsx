/** The method of a request, told apart by its word as well as by its colour. */
import styles from './reference.module.css';

export function Method({ name }: { name: string }) {
  return (
    <span className={styles.method} data-method={name}>
      {name.toUpperCase()}
    </span>
  );
}
