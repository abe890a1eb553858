// The files themselves: those in quarantine, those that belong to nothing, or all; and what an
// admin does with one.

import type { StorageSummary, StoredFile } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { FolderCheck } from 'lucide-react';
import { useState } from 'react';
import { ChoiceChips, EmptyState, ErrorState, Loading, LoadMore, TextField } from '../../../ui';
import { keys } from '../../shared/queries';
import styles from './storage.module.css';
import { StoredFileRow } from './stored-file-row';

const LIST_PAGE = 25;

type Which = 'infected' | 'pending' | 'orphan' | 'all';

const NONE: Record<Which, string> = {
  infected: 'No file is in quarantine',
  pending: 'No file is being checked',
  orphan: 'Every file belongs to something',
  all: 'No file fits',
};

export function StoredFiles({ summary }: { summary: StorageSummary }) {
  const { api } = useFrontdesk();
  const [which, setWhich] = useState<Which>('all');
  const [q, setQ] = useState('');
  const wanted = q.trim();
  const list = useInfiniteQuery({
    queryKey: [...keys.storageFiles, which, wanted],
    queryFn: ({ pageParam, signal }) =>
      api.storage.files(
        {
          scan: which === 'infected' || which === 'pending' ? which : undefined,
          orphan: which === 'orphan' ? true : undefined,
          q: wanted || undefined,
          cursor: pageParam,
          limit: LIST_PAGE,
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const files: StoredFile[] = list.data?.pages.flatMap((page) => page.items) ?? [];
  const { scan, orphans } = summary;
  return (
    <section className={styles.part} aria-label="Files">
      <h2>Files</h2>
      <div className={styles.filters}>
        <ChoiceChips
          label="Which files"
          value={which}
          onChange={(value) => setWhich(value as Which)}
          options={[
            { value: 'all', label: 'All' },
            { value: 'infected', label: `Quarantine (${scan.infected})` },
            { value: 'pending', label: `Being checked (${scan.pending})` },
            { value: 'orphan', label: `Orphans (${orphans.files})` },
          ]}
        />
        <TextField
          label="Search files"
          hideLabel
          placeholder="Name or CID"
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
      </div>
      {list.isPending ? <Loading label="Loading the files" /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && files.length === 0 ? (
        <EmptyState icon={<FolderCheck size={26} aria-hidden />} title={NONE[which]} />
      ) : null}
      <ul className={styles.rows} aria-label="Stored files">
        {files.map((file) => (
          <StoredFileRow key={file.attachment.cid} file={file} />
        ))}
      </ul>
      <LoadMore
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onLoad={() => void list.fetchNextPage()}
      />
    </section>
  );
}
