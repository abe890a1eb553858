/** More of a list: a button at its end that also loads by itself when it is scrolled into view. */

import { useEffect, useRef } from 'react';
import { Button } from './button';
import { t } from './locales';
import styles from './pager.module.css';

export interface LoadMoreProps {
  hasMore: boolean;
  loading: boolean;
  onLoad: () => void;
  label?: string;
  /** Loads without a click once the button comes into view. */
  auto?: boolean;
}

export function LoadMore({
  hasMore,
  loading,
  onLoad,
  label = t.showMore,
  auto = false,
}: LoadMoreProps) {
  const button = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = button.current;
    if (!auto || !hasMore || loading || !element) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) onLoad();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [auto, hasMore, loading, onLoad]);
  if (!hasMore) return null;
  return (
    <div ref={button} className={styles.more}>
      <Button busy={loading} onClick={onLoad}>
        {label}
      </Button>
    </div>
  );
}
