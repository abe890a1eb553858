// The ledger: deliveries by state, channel, person, conversation and words; a row opens one.

import type { Delivery } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { PackageSearch, X } from 'lucide-react';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { typeWords } from '../../../notifications/words';
import {
  Badge,
  Button,
  EmptyState,
  ErrorState,
  Loading,
  LoadMore,
  plural,
  RelativeTime,
  Select,
  TextField,
} from '../../../ui';
import { keys } from '../../shared/queries';
import styles from './deliveries.module.css';
import { DeliveryDialog } from './delivery-dialog';
import { type DeliveryFilter, filterOf, queryOf, withFilter } from './filter';
import { CHANNEL_OPTIONS, channelName, reasonWords, STATE_OPTIONS, stateLook } from './words';

const LIST_PAGE = 25;
const REFRESH_MS = 10_000;

export function DeliveryList() {
  const { api } = useFrontdesk();
  const [address, setAddress] = useSearchParams();
  const filter = filterOf(address);
  const [opened, setOpened] = useState<string | null>(null);
  const list = useInfiniteQuery({
    queryKey: [...keys.deliveries, 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      api.deliveries.list({ ...queryOf(filter), cursor: pageParam, limit: LIST_PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    // Only what is at the top comes anew; who has gone back in time is left in peace.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= 1 ? REFRESH_MS : false),
  });
  const deliveries = list.data?.pages.flatMap((page) => page.items) ?? [];
  const change = (part: Partial<DeliveryFilter>) =>
    setAddress(withFilter(address, { ...filter, ...part }), { replace: true });
  return (
    <section className={styles.part} aria-label="Ledger">
      <h2>Ledger</h2>
      <Filters filter={filter} onChange={change} />
      {list.isPending ? <Loading label="Loading the deliveries" /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && deliveries.length === 0 ? (
        <EmptyState icon={<PackageSearch size={26} aria-hidden />} title="No delivery fits">
          Deliveries appear here as soon as somebody is to be told something.
        </EmptyState>
      ) : null}
      <ul className={styles.rows} aria-label="Deliveries">
        {deliveries.map((delivery) => (
          <DeliveryRow
            key={delivery.id}
            delivery={delivery}
            onOpen={() => setOpened(delivery.id)}
          />
        ))}
      </ul>
      <LoadMore
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onLoad={() => void list.fetchNextPage()}
      />
      {opened ? (
        <DeliveryDialog
          id={opened}
          onClose={() => setOpened(null)}
          onFilter={(part) => {
            setOpened(null);
            change(part);
          }}
        />
      ) : null}
    </section>
  );
}

interface FiltersProps {
  filter: DeliveryFilter;
  onChange: (part: Partial<DeliveryFilter>) => void;
}

function Filters({ filter, onChange }: FiltersProps) {
  return (
    <div className={styles.filters}>
      <Select
        label="State"
        hideLabel
        value={filter.state}
        onChange={(state) => onChange({ state })}
        options={[{ value: '', label: 'Every state' }, ...STATE_OPTIONS]}
      />
      <Select
        label="Channel"
        hideLabel
        value={filter.channel}
        onChange={(channel) => onChange({ channel })}
        options={[{ value: '', label: 'Every channel' }, ...CHANNEL_OPTIONS]}
      />
      <TextField
        label="Search deliveries"
        hideLabel
        type="search"
        placeholder="Name, address, error or id"
        value={filter.q}
        onChange={(event) => onChange({ q: event.target.value })}
      />
      {filter.personId || filter.conversationId ? (
        <Button
          size="s"
          icon={<X size={14} aria-hidden />}
          onClick={() => onChange({ personId: '', conversationId: '' })}
        >
          {filter.personId ? 'Of one person: show all' : 'Of one conversation: show all'}
        </Button>
      ) : null}
    </div>
  );
}

function DeliveryRow({ delivery, onOpen }: { delivery: Delivery; onOpen: () => void }) {
  const { channel, state, reason, personName, to, type, notifications, attempts } = delivery;
  const look = stateLook(state);
  const what = channel === 'webhook' ? type : typeWords(type).label;
  const facts = [
    to,
    what,
    notifications > 1 ? plural(notifications, 'notification') : null,
    attempts > 1 ? plural(attempts, 'attempt') : null,
    reason ? reasonWords(reason) : null,
  ].filter(Boolean);
  return (
    <li>
      <button type="button" className={styles.row} onClick={onOpen}>
        <span className={styles.words}>
          <span className={styles.title}>
            {channelName(channel)} to {personName ?? to ?? 'somebody'}
            <Badge tone={look.tone}>{look.label}</Badge>
          </span>
          <span className={styles.note}>{facts.join(' · ')}</span>
          {delivery.lastError && state !== 'sent' && state !== 'delivered' ? (
            <span className={styles.error}>{delivery.lastError}</span>
          ) : null}
        </span>
        <RelativeTime time={delivery.createdAt} className={styles.note} />
      </button>
    </li>
  );
}
