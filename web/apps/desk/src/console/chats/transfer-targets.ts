// To whom a chat can be handed on, as the dialog lists them. Pure.

import type { Agent, AgentPresence, Team } from '@frontdesk/client';

export interface Colleague {
  id: string;
  name: string;
  status: Agent['status'];
  /** “2 of 5 chats”. */
  load: string;
  isFull: boolean;
  skills: readonly string[];
}

export interface TeamTarget {
  id: string;
  name: string;
  description: string;
  /** Members who are there and take chats. */
  available: number;
  members: number;
}

const READINESS: Record<Agent['status'], number> = { available: 0, busy: 1, away: 2, offline: 3 };

/**
 * Colleagues, who can take it soonest first. What the socket tells of them is newer than what was
 * read.
 */
export function colleagues(
  agents: readonly Agent[],
  presences: readonly AgentPresence[],
  myId: string,
): Colleague[] {
  return agents
    .filter(({ id }) => id !== myId)
    .map((agent) => {
      const live = presences.find(({ id }) => id === agent.id);
      const { status, chats, capacity } = live ?? agent;
      return {
        id: agent.id,
        name: agent.name,
        status,
        load: `${chats} of ${capacity} chats`,
        isFull: chats >= capacity,
        skills: agent.skills,
      };
    })
    .sort(
      (one, other) =>
        READINESS[one.status] - READINESS[other.status] ||
        Number(one.isFull) - Number(other.isFull) ||
        Number.parseInt(one.load, 10) - Number.parseInt(other.load, 10) ||
        one.name.localeCompare(other.name),
    );
}

export function teamTargets(teams: readonly Team[], all: readonly Colleague[]): TeamTarget[] {
  const ready = new Set(all.filter(({ status }) => status === 'available').map(({ id }) => id));
  return teams.map(({ id, name, description, members }) => ({
    id,
    name,
    description,
    available: members.filter((member) => ready.has(member)).length,
    members: members.length,
  }));
}

/** Whether a target is meant by what was typed: by its name, or by one of its skills. */
export function isMeant(target: { name: string; skills?: readonly string[] }, typed: string) {
  const words = typed.trim().toLocaleLowerCase();
  return [target.name, ...(target.skills ?? [])].some((text) =>
    text.toLocaleLowerCase().includes(words),
  );
}
