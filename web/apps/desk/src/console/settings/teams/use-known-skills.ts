// The skills that somebody here has already, so that they are written alike everywhere.

import { useAgents, useTeams } from '../../shared/queries';

export function useKnownSkills(): readonly string[] {
  const agents = useAgents();
  const teams = useTeams();
  const all = [...(agents.data ?? []), ...(teams.data ?? [])].flatMap(({ skills }) => skills);
  return [...new Set(all)].sort((left, right) => left.localeCompare(right));
}
