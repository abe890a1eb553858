// Why each chat went where it went: every decision of the routing with its reason, newest first.

import type { RoutingDecision } from '@frontdesk/client';
import { sentence } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Route } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import {
  Badge,
  EmptyState,
  ErrorState,
  Loading,
  LoadMore,
  RelativeTime,
  Select,
  type Tone,
} from '../../../ui';
import { paths } from '../../shared/paths';
import { keys, useAgents, useTeams } from '../../shared/queries';
import { SectionBody } from '../section-body';
import { type DecisionFilter, filtered, KINDS, kindLabel } from './decisions';
import styles from './log.module.css';

const LIST_PAGE = 100;
const LOOK_AGAIN_MS = 10_000;
const NO_FILTER: DecisionFilter = { kind: '', agentId: '', teamId: '' };

export function DecisionsSection() {
  const { api } = useFrontdesk();
  const [filter, setFilter] = useState(NO_FILTER);
  const list = useInfiniteQuery({
    queryKey: keys.decisions,
    queryFn: ({ pageParam, signal }) =>
      api.decisions.list({ cursor: pageParam, limit: LIST_PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    // Only what is at the top comes anew; who has gone back in time is left in peace.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= 1 ? LOOK_AGAIN_MS : false),
  });
  const all = list.data?.pages.flatMap((page) => page.items) ?? [];
  const shown = filtered(all, filter);
  return (
    <SectionBody
      wide
      title="Routing decisions"
      lead="Who was offered which chat and why, newest first. When somebody asks why a chat waited or went to them, the answer is here."
    >
      <Filters filter={filter} onFilter={setFilter} />
      {list.isPending ? <Loading label="Loading the decisions" /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && all.length === 0 ? (
        <EmptyState icon={<Route size={26} aria-hidden />} title="Nothing was decided yet">
          The first chat that a customer begins brings the first decision.
        </EmptyState>
      ) : null}
      {all.length > 0 && shown.length === 0 ? (
        <EmptyState title="Nothing fits">
          {list.hasNextPage
            ? `None of the newest ${all.length} decisions. Show more to look further back.`
            : 'Choose another kind, agent or team.'}
        </EmptyState>
      ) : null}
      <ol className={styles.entries} aria-label="Decisions">
        {shown.map((decision) => (
          <Entry key={decision.id} decision={decision} />
        ))}
      </ol>
      <LoadMore
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onLoad={() => void list.fetchNextPage()}
      />
    </SectionBody>
  );
}

const TONES: Partial<Record<RoutingDecision['kind'], Tone>> = {
  accepted: 'success',
  offered: 'info',
  overflowed: 'warning',
  'skills-waived': 'warning',
  passed: 'warning',
  returned: 'warning',
};

function Entry({ decision }: { decision: RoutingDecision }) {
  return (
    <li className={styles.entry}>
      <RelativeTime time={decision.at} />
      <span>
        <Badge tone={TONES[decision.kind] ?? 'neutral'}>{kindLabel(decision.kind)}</Badge>
      </span>
      <span className={styles.words}>{sentence(decision.reason)}</span>
      <Link className={styles.link} to={paths.chat(decision.sessionId)}>
        Open the chat
      </Link>
    </li>
  );
}

interface FiltersProps {
  filter: DecisionFilter;
  onFilter: (filter: DecisionFilter) => void;
}

function Filters({ filter, onFilter }: FiltersProps) {
  const agents = useAgents();
  const teams = useTeams();
  return (
    <div className={styles.filters}>
      <Select
        label="Kind"
        hideLabel
        size="s"
        value={filter.kind}
        onChange={(kind) => onFilter({ ...filter, kind })}
        options={[{ value: '', label: 'Every kind' }, ...KINDS]}
      />
      <Select
        label="Agent"
        hideLabel
        size="s"
        value={filter.agentId}
        onChange={(agentId) => onFilter({ ...filter, agentId })}
        options={[
          { value: '', label: 'Every agent' },
          ...(agents.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      {teams.data?.length ? (
        <Select
          label="Team"
          hideLabel
          size="s"
          value={filter.teamId}
          onChange={(teamId) => onFilter({ ...filter, teamId })}
          options={[
            { value: '', label: 'Every team' },
            ...teams.data.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      ) : null}
    </div>
  );
}
