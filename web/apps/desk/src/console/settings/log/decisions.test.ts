import type { RoutingDecision } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { filtered, kindLabel } from './decisions';

const decision = (part: Partial<RoutingDecision>) => part as RoutingDecision;
const ALL = [
  decision({ id: '1', kind: 'queued', teamId: 'billing' }),
  decision({ id: '2', kind: 'offered', agentId: 'sam', teamId: 'billing' }),
  decision({ id: '3', kind: 'offered', agentId: 'ann' }),
];

describe('routing decisions', () => {
  it('are shown in full without a filter, and by every one that is set', () => {
    const ids = (filter: object) =>
      filtered(ALL, { kind: '', agentId: '', teamId: '', ...filter }).map(({ id }) => id);
    expect(ids({})).toEqual(['1', '2', '3']);
    expect(ids({ kind: 'offered' })).toEqual(['2', '3']);
    expect(ids({ kind: 'offered', teamId: 'billing' })).toEqual(['2']);
    expect(ids({ agentId: 'nobody' })).toEqual([]);
  });

  it('have names for people', () => {
    expect(kindLabel('skills-waived')).toBe('Skills waived');
  });
});
