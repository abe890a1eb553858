/** Plain text, CSV and JSON, as they are: nothing in them is followed or run. */

import type { Attachment } from '@frontdesk/client';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { t } from '../locales';
import { Loading } from '../spinner';
import { fetchFile } from './fetch-file';
import styles from './file-viewer.module.css';

export interface TextViewProps {
  file: Attachment;
  /** The file with an address that works. */
  fresh: () => Promise<Attachment>;
  none: ReactNode;
}

export function TextView({ file, fresh, none }: TextViewProps) {
  const text = useQuery({
    queryKey: ['file-text', file.cid],
    queryFn: async ({ signal }) => (await fetchFile(file, fresh, signal)).text(),
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (text.isPending) return <Loading label={t.openingTheFile} />;
  if (text.isError) return none;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
    <section className={styles.scroll} tabIndex={0} aria-label={t.text}>
      <pre className={styles.text}>{text.data === '' ? t.fileEmpty : text.data}</pre>
    </section>
  );
}
