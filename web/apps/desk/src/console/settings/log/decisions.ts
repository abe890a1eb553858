// The kinds of routing decisions in words, and which of them are shown. Pure.

import type { RoutingDecision } from '@frontdesk/client';

export type DecisionKind = RoutingDecision['kind'];

export const KINDS: readonly { value: DecisionKind; label: string }[] = [
  { value: 'queued', label: 'Queued' },
  { value: 'offered', label: 'Offered' },
  { value: 'passed', label: 'Passed on' },
  { value: 'withdrawn', label: 'Withdrawn' },
  { value: 'accepted', label: 'Accepted' },
  { value: 'transferred', label: 'Transferred' },
  { value: 'returned', label: 'Returned' },
  { value: 'overflowed', label: 'Other team helps' },
  { value: 'skills-waived', label: 'Skills waived' },
  { value: 'closed', label: 'Closed' },
];

export const kindLabel = (kind: DecisionKind): string =>
  KINDS.find(({ value }) => value === kind)?.label ?? kind;

/** Empty members filter nothing. */
export interface DecisionFilter {
  kind: DecisionKind | '';
  agentId: string;
  teamId: string;
}

export function filtered(
  decisions: readonly RoutingDecision[],
  { kind, agentId, teamId }: DecisionFilter,
): RoutingDecision[] {
  return decisions.filter(
    (decision) =>
      (kind === '' || decision.kind === kind) &&
      (agentId === '' || decision.agentId === agentId) &&
      (teamId === '' || decision.teamId === teamId),
  );
}
