// Who gets which chat: teams, what agents are good at, and every decision with its reason.
// For staff.

import type { QueryOf } from '../endpoints';
import type { Http } from '../http';
import type { Agent, AgentPatch, Page, RoutingDecision, Team, TeamInput } from '../types';
import { type CreateOptions, create, data, page, type RequestOptions } from './request';

export type DecisionQuery = QueryOf<'get', '/chat/decisions'>;

export interface AgentsApi {
  list(options?: RequestOptions): Promise<Agent[]>;
  /** For admins. `capacity: null` is the desk's own number. */
  update(id: string, patch: AgentPatch, options?: RequestOptions): Promise<Agent>;
}

export interface TeamsApi {
  list(options?: RequestOptions): Promise<Team[]>;
  create(team: TeamInput, options?: CreateOptions): Promise<Team>;
  update(id: string, team: TeamInput, options?: RequestOptions): Promise<Team>;
  /** A `conflict` while chats wait for it. */
  remove(id: string, options?: RequestOptions): Promise<void>;
}

export interface DecisionsApi {
  /** Newest first. */
  list(query?: DecisionQuery, options?: RequestOptions): Promise<Page<RoutingDecision>>;
  ofSession(
    sessionId: string,
    query?: DecisionQuery,
    options?: RequestOptions,
  ): Promise<Page<RoutingDecision>>;
}

export function agentsApi(http: Http): AgentsApi {
  return {
    list: async (options) => data(await http.send('get', '/agents', options)),
    update: async (id, body, options) =>
      data(await http.send('patch', '/agents/{id}', { id, body, ...options })),
  };
}

export function teamsApi(http: Http): TeamsApi {
  return {
    list: async (options) => data(await http.send('get', '/teams', options)),
    create: async (team, options) => data(await create(http, '/teams', team, options)),
    update: async (id, body, options) =>
      data(await http.send('put', '/teams/{id}', { id, body, ...options })),
    remove: async (id, options) => {
      await http.send('delete', '/teams/{id}', { id, ...options });
    },
  };
}

export function decisionsApi(http: Http): DecisionsApi {
  return {
    list: async (query, options) =>
      page(await http.send('get', '/chat/decisions', { query, ...options })),
    ofSession: async (id, query, options) =>
      page(await http.send('get', '/chat/sessions/{id}/decisions', { id, query, ...options })),
  };
}
