// What staff and the desk itself have done that others may later ask about. For admins.

import type { AuditEntry } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { useState } from 'react';
import {
  Badge,
  EmptyState,
  ErrorState,
  Loading,
  LoadMore,
  Notice,
  RelativeTime,
  Select,
  TextField,
} from '../../../ui';
import { useConsole } from '../../shared/console-context';
import { SectionBody } from '../section-body';
import { actionInWords, actionOptions, factsOf } from './audit';
import styles from './log.module.css';

const LIST_PAGE = 50;
const LEAD =
  'Every change of the settings and every action about a person or a message, with who did it. Entries are only ever added.';

export function AuditSection() {
  const { me } = useConsole();
  return (
    <SectionBody wide title="Audit log" lead={LEAD}>
      {me.role === 'admin' ? <Entries /> : <Notice>Only admins can read this.</Notice>}
    </SectionBody>
  );
}

function Entries() {
  const { api } = useFrontdesk();
  const [action, setAction] = useState('');
  const [subject, setSubject] = useState('');
  const wanted = subject.trim();
  const list = useInfiniteQuery({
    queryKey: ['audit', action, wanted],
    queryFn: ({ pageParam, signal }) =>
      api.audit.list(
        {
          action: action || undefined,
          subject: wanted || undefined,
          cursor: pageParam,
          limit: LIST_PAGE,
        },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const entries = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className={styles.filters}>
        <Select
          label="Action"
          value={action}
          onChange={setAction}
          options={[
            { value: '', label: 'Everything' },
            ...actionOptions(entries.map((entry) => entry.action)),
          ]}
        />
        <TextField
          label="About"
          placeholder="Id of a person, chat, rule…"
          value={subject}
          onChange={(event) => setSubject(event.target.value)}
        />
      </div>
      {list.isPending ? <Loading label="Loading the log" /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && entries.length === 0 ? (
        <EmptyState
          icon={<ScrollText size={26} aria-hidden />}
          title={action || wanted ? 'Nothing fits' : 'Nothing yet'}
        >
          {action || wanted
            ? 'Choose another action, or leave the id out.'
            : 'The first change of a setting is the first entry.'}
        </EmptyState>
      ) : null}
      <ol className={styles.entries} aria-label="Entries">
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} onSubject={setSubject} />
        ))}
      </ol>
      <LoadMore
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onLoad={() => void list.fetchNextPage()}
      />
    </>
  );
}

interface EntryProps {
  entry: AuditEntry;
  onSubject: (subject: string) => void;
}

function Entry({ entry, onSubject }: EntryProps) {
  const facts = factsOf(entry.details);
  return (
    <li className={styles.entry}>
      <RelativeTime time={entry.createdAt} />
      <span>{entry.actorName}</span>
      <span className={styles.words}>{actionInWords(entry.action)}</span>
      <Badge>{entry.action}</Badge>
      <details className={styles.details}>
        <summary>Details</summary>
        <dl className={styles.facts}>
          <dt>About</dt>
          <dd>
            <button
              type="button"
              className={styles.subject}
              onClick={() => onSubject(entry.subject)}
            >
              {entry.subject}
            </button>
          </dd>
          {facts.map(({ name, value }) => (
            <FactRow key={name} name={name} value={value} />
          ))}
        </dl>
      </details>
    </li>
  );
}

function FactRow({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
