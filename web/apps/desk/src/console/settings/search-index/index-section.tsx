// The search index: what is in it, whether it is up to date, and its upkeep. For admins.

import type { SearchIndexCheck, SearchIndexStatus } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCcw, ScanSearch } from 'lucide-react';
import { useState } from 'react';
import {
  Badge,
  Button,
  ConfirmDialog,
  ErrorState,
  errorMessage,
  fileSize,
  Loading,
  Notice,
  useToast,
} from '../../../ui';
import { BarLine } from '../../../ui/charts/bar-chart';
import { useConsole } from '../../shared/console-context';
import { keys } from '../../shared/queries';
import styles from '../search/search.module.css';
import { SectionBody } from '../section-body';
import {
  behindWords,
  checkWords,
  differenceWords,
  isBusy,
  kindName,
  rebuildWords,
  shareDone,
  stateOf,
} from './words';

const REFRESH_MS = 10_000;
/** While it is rebuilt, or has changes to take up, one watches it. */
const BUSY_REFRESH_MS = 1_000;
const LEAD =
  'What searches look into. It follows the database and mends itself; here you see that it does, and can have it compared or rebuilt. Each copy of Frontdesk has its own: this is the one that answered.';

export function SearchIndexSection() {
  const { me } = useConsole();
  return (
    <SectionBody wide title="Search index" lead={LEAD}>
      {me.role === 'admin' ? <Index /> : <Notice>Only admins can see this.</Notice>}
    </SectionBody>
  );
}

function Index() {
  const { api } = useFrontdesk();
  const status = useQuery({
    queryKey: keys.searchIndex,
    queryFn: ({ signal }) => api.search.index.status({ signal }),
    refetchInterval: ({ state }) => (isBusy(state.data) ? BUSY_REFRESH_MS : REFRESH_MS),
  });
  if (status.isPending) return <Loading label="Looking at the index" />;
  if (status.isError) {
    return <ErrorState error={status.error} onRetry={() => void status.refetch()} />;
  }
  return (
    <>
      <State status={status.data} />
      <Upkeep status={status.data} />
    </>
  );
}

function State({ status }: { status: SearchIndexStatus }) {
  const { kinds, bytes, behind, isRebuilding, rebuild, generation } = status;
  const state = stateOf(status);
  return (
    <section className={styles.part} aria-label="State">
      <h2>
        State <Badge tone={state.tone}>{state.label}</Badge>
      </h2>
      <dl className={styles.figures}>
        {kinds.map((kind) => (
          <div key={kind.kind} className={styles.figure}>
            <dt>{kindName(kind.kind)}</dt>
            <dd className={styles.value}>{kind.documents.toLocaleString()}</dd>
            <dd className={styles.note}>
              of {kind.stored.toLocaleString()} · {fileSize(kind.bytes)}
            </dd>
          </div>
        ))}
        <div className={styles.figure}>
          <dt>Room taken</dt>
          <dd className={styles.value}>{fileSize(bytes)}</dd>
          <dd className={styles.note}>Generation {generation.toLocaleString()}</dd>
        </div>
      </dl>
      <p>{behindWords(behind)}.</p>
      {isRebuilding ? (
        <div className={styles.part} role="status">
          <p>{rebuildWords(rebuild)}</p>
          <BarLine share={rebuild ? shareDone(rebuild) : 0} />
        </div>
      ) : null}
    </section>
  );
}

function Upkeep({ status }: { status: SearchIndexStatus }) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const verify = useMutation({ mutationFn: () => api.search.index.verify() });
  const rebuild = useMutation({
    mutationFn: () => api.search.index.rebuild(),
    onSuccess: () => {
      toast({ tone: 'success', title: 'The index is being rebuilt' });
      verify.reset();
      void queries.invalidateQueries({ queryKey: keys.searchIndex });
    },
    onError: (error) =>
      toast({ tone: 'danger', title: 'It did not begin', text: errorMessage(error) }),
  });
  return (
    <section className={styles.part} aria-label="Upkeep">
      <h2>Upkeep</h2>
      <ul className={styles.rows}>
        <li className={styles.row}>
          <div className={styles.words}>
            <p>Compare it with the database</p>
            <p className={styles.note}>Every id, and the content of a sample of each kind.</p>
            {verify.data ? <Check check={verify.data} /> : null}
            {verify.isError ? (
              <Notice tone="danger" live>
                {errorMessage(verify.error)}
              </Notice>
            ) : null}
          </div>
          <div className={styles.actions}>
            <Button
              size="s"
              icon={<ScanSearch size={15} aria-hidden />}
              busy={verify.isPending}
              onClick={() => verify.mutate()}
            >
              Compare now
            </Button>
          </div>
        </li>
        <li className={styles.row}>
          <div className={styles.words}>
            <p>Rebuild it</p>
            <p className={styles.note}>
              In the background, from the database; nothing stands still.
            </p>
          </div>
          <div className={styles.actions}>
            <Button
              size="s"
              icon={<RotateCcw size={15} aria-hidden />}
              busy={rebuild.isPending}
              disabled={status.isRebuilding}
              onClick={() => setAsking(true)}
            >
              Rebuild…
            </Button>
          </div>
        </li>
      </ul>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Rebuild the search index?"
        description="It reads everything in the database, which takes a while on a large desk. Searches are answered by the old index meanwhile."
        action="Rebuild"
        variant="primary"
        onConfirm={() => rebuild.mutate()}
      />
    </section>
  );
}

function Check({ check }: { check: SearchIndexCheck }) {
  const examples = check.kinds.flatMap((kind) => kind.examples);
  return (
    <Notice tone={check.ok ? 'success' : 'warning'} live>
      {checkWords(check)}
      <ul>
        {check.kinds.map((kind) => (
          <li key={kind.kind}>{differenceWords(kind)}</li>
        ))}
      </ul>
      {examples.length > 0 ? <code className={styles.note}>{examples.join(' ')}</code> : null}
    </Notice>
  );
}
