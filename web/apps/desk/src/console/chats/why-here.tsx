// Why a chat is where it is: every decision of the routing about it, with its reason.

import { agentDesk, type RoutingDecision } from '@frontdesk/client';
import { useFrontdesk, useMember } from '@frontdesk/react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ErrorState, fullTime, Loading, RelativeTime } from '../../ui';
import { keys, PAGE_MAX } from '../shared/queries';
import side from '../shared/side.module.css';
import styles from './why-here.module.css';

const KINDS: Record<RoutingDecision['kind'], string> = {
  queued: 'Queued',
  offered: 'Offered',
  passed: 'Passed on',
  withdrawn: 'Offer withdrawn',
  accepted: 'Accepted',
  transferred: 'Handed on',
  returned: 'Returned to the queue',
  overflowed: 'Another team helps out',
  'skills-waived': 'Skills waived',
  closed: 'Closed',
};

export function WhyHere({ sessionId }: { sessionId: string }) {
  const [open, setOpen] = useState(false);
  return (
    <details className={styles.why} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>Why here?</summary>
      {open ? <Decisions sessionId={sessionId} /> : null}
    </details>
  );
}

function Decisions({ sessionId }: { sessionId: string }) {
  const decisions = useDecisions(sessionId);
  if (decisions.isPending) return <Loading label="Loading the decisions" />;
  if (decisions.isError) {
    return (
      <ErrorState
        title="The decisions did not load"
        error={decisions.error}
        onRetry={() => void decisions.refetch()}
      />
    );
  }
  if (decisions.data.length === 0) {
    return <p className={side.none}>Nothing was decided about this chat yet.</p>;
  }
  return (
    <ol className={styles.decisions}>
      {decisions.data.map(({ id, kind, reason, at }) => (
        <li key={id} className={styles.decision}>
          <span className={styles.kind}>{KINDS[kind]}</span>
          <span className={styles.reason}>{reason}</span>
          <span className={styles.at} title={fullTime(at)}>
            <RelativeTime time={at} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** Newest first; new ones come by the socket. */
function useDecisions(sessionId: string) {
  const { api } = useFrontdesk();
  const desk = useMember(agentDesk);
  const queries = useQueryClient();
  useEffect(
    () =>
      desk.onDecision((decision) => {
        if (decision.sessionId !== sessionId) return;
        const queryKey = keys.sessionDecisions(sessionId);
        if (queries.isFetching({ queryKey }) > 0) void queries.invalidateQueries({ queryKey });
        queries.setQueryData<RoutingDecision[]>(queryKey, (list) =>
          list && !list.some(({ id }) => id === decision.id) ? [decision, ...list] : list,
        );
      }),
    [desk, queries, sessionId],
  );
  return useQuery({
    queryKey: keys.sessionDecisions(sessionId),
    queryFn: async ({ signal }) =>
      (await api.decisions.ofSession(sessionId, { limit: PAGE_MAX }, { signal })).items,
  });
}
