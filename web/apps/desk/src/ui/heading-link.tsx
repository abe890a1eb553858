/** A heading of an article with the link to itself: following it also copies the address. */
import { Link2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from './locales';
import styles from './markdown.module.css';
import { useToast } from './toast';

export interface LinkedHeadingProps {
  level: 2 | 3 | 4 | 5 | 6;
  id: string;
  children?: ReactNode;
}

export function LinkedHeading({ level, id, children }: LinkedHeadingProps) {
  const Heading = `h${level}` as const;
  const toast = useToast();
  const copy = async () => {
    const { href } = new URL(`#${id}`, location.href);
    try {
      await navigator.clipboard.writeText(href);
      toast({ title: t.linkCopied });
    } catch {
      // Where copying is refused, the address stands in the address bar all the same.
    }
  };
  return (
    <div className={styles.heading}>
      <Heading id={id} tabIndex={-1}>
        {children}
      </Heading>
      <a
        href={`#${id}`}
        className={styles.anchor}
        aria-labelledby={`${id}-link ${id}`}
        title={t.copyLink}
        onClick={() => void copy()}
      >
        <Link2 size={16} aria-hidden />
        <span id={`${id}-link`} hidden>
          {t.linkTo}
        </span>
      </a>
    </div>
  );
}
