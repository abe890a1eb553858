// The agents' side of live chat as a hook.

import { type AgentDesk, type AgentDeskSnapshot, agentDesk } from '@frontdesk/client';
import { useEffect } from 'react';
import { useMember } from './context';
import { useSnapshot } from './use-snapshot';

export interface UseAgentDesk extends AgentDeskSnapshot {
  /** For its methods: `accept`, `send`, `open` … */
  desk: AgentDesk;
}

/** Connects on first use and stays connected, from page to page, until the client is closed. */
export function useAgentDesk(): UseAgentDesk {
  const desk = useMember(agentDesk);
  const snapshot = useSnapshot(desk);
  useEffect(() => desk.connect(), [desk]);
  return { ...snapshot, desk };
}
