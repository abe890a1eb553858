// The jobs that keep the store sound and lean: they run by themselves, and on request.

import type { StorageSummary } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BrushCleaning, ScanSearch } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge, Button, errorMessage, RelativeTime, useToast } from '../../../ui';
import { keys } from '../../shared/queries';
import styles from './storage.module.css';
import { collectionWords, scrubWords } from './summary';

export function Upkeep({ summary: { lastScrub, lastCollection } }: { summary: StorageSummary }) {
  const { api } = useFrontdesk();
  const damaged = lastScrub ? lastScrub.damaged - lastScrub.repaired : 0;
  return (
    <section className={styles.part} aria-label="Upkeep">
      <h2>Upkeep</h2>
      <ul className={styles.rows}>
        <Job
          title="Check every file"
          about="Compares what is stored with its CID, and repairs what is damaged where there is another copy."
          result={scrubWords(lastScrub)}
          at={lastScrub?.finishedAt ?? lastScrub?.startedAt}
          mark={damaged > 0 ? <Badge tone="danger">{damaged} lost</Badge> : null}
          icon={<ScanSearch size={15} aria-hidden />}
          run={() => api.storage.scrub()}
        />
        <Job
          title="Clear orphans away"
          about="Removes files that have been part of nothing for a while."
          result={collectionWords(lastCollection)}
          at={lastCollection?.finishedAt}
          icon={<BrushCleaning size={15} aria-hidden />}
          run={() => api.storage.collect()}
        />
      </ul>
    </section>
  );
}

interface JobProps {
  title: string;
  about: string;
  result: string;
  at: string | undefined;
  mark?: ReactNode;
  icon: ReactNode;
  run: () => Promise<void>;
}

function Job({ title, about, result, at, mark, icon, run }: JobProps) {
  const queries = useQueryClient();
  const toast = useToast();
  const start = useMutation({
    mutationFn: run,
    onSuccess: () => {
      toast({ tone: 'success', title: 'It has begun', text: 'The result is shown here.' });
      void queries.invalidateQueries({ queryKey: keys.storage });
    },
    onError: (error) =>
      toast({ tone: 'danger', title: 'It did not begin', text: errorMessage(error) }),
  });
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <p className={styles.title}>
          <span>{title}</span>
          {mark}
        </p>
        <p className={styles.note}>{about}</p>
        <p>
          {result} {at ? <RelativeTime time={at} /> : null}
        </p>
      </div>
      <div className={styles.actions}>
        <Button
          size="s"
          icon={icon}
          aria-label={`Start now: ${title}`}
          busy={start.isPending}
          onClick={() => start.mutate()}
        >
          Start now
        </Button>
      </div>
    </li>
  );
}
