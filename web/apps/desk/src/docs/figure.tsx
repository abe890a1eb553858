/**
 * A picture of the app in a text, in the colours that the reader has. `make screenshots` takes
 * them; a desk that was built without has none, and shows nothing in their place.
 */
import { PICTURES } from 'virtual:guide';
import styles from './docs.module.css';

/** As the texts write it: `![what is to be seen](/guide/inbox.webp "a caption")`. */
export function Figure({ src, alt, title }: { src?: unknown; alt?: string; title?: string }) {
  const name = /^\/guide\/([\w-]+)\.webp$/.exec(String(src))?.[1];
  const size = name ? PICTURES[name] : undefined;
  if (!name || !size) return null;
  const picture = (colours: 'light' | 'dark') => (
    <img
      className={styles[colours]}
      src={`/guide/${name}.${colours}.webp`}
      alt={alt ?? ''}
      loading="lazy"
      {...size}
    />
  );
  return (
    <span className={styles.figure}>
      {picture('light')}
      {picture('dark')}
      {title ? <span className={styles.caption}>{title}</span> : null}
    </span>
  );
}
