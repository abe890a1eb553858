// What several pages of the console read over REST: the keys under which answers are cached, and
// the lists that hardly change.

import type { Agent, Category, Page, Team } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';

export const keys = {
  agents: ['agents'],
  inbox: ['inbox'],
  inboxLists: ['inbox', 'list'],
  inboxItem: (id: string) => ['inbox', 'one', id],
  inboxCounts: ['inbox', 'counts'],
  inboxViews: ['inbox-views'],
  drafts: (conversationId: string) => ['drafts', conversationId],
  teams: ['teams'],
  decisions: ['decisions'],
  rules: ['moderation-rules'],
  reviews: ['reviews'],
  review: (id: string) => ['review', id],
  categories: ['categories'],
  ticket: (id: string) => ['ticket', id],
  responses: (ticketId: string) => ['responses', ticketId],
  articles: ['articles'],
  article: (id: string) => ['article', id],
  sessions: ['chat-sessions'],
  session: (id: string) => ['chat-session', id],
  customers: ['customer'],
  customer: (userId: string) => ['customer', userId],
  personNotes: (id: string) => ['person-notes', id],
  context: (conversationId: string) => ['context', conversationId],
  person: (id: string) => ['person', id],
  blocked: ['blocked-people'],
  notes: (conversationId: string) => ['notes', conversationId],
  macros: ['macros'],
  synonyms: ['synonyms'],
  searchAnalytics: ['search-analytics'],
  searchIndex: ['search-index'],
  storage: ['storage'],
  storageFiles: ['storage-files'],
  deliveries: ['deliveries'],
  inboundMail: ['inbound-mail'],
  delivery: (id: string) => ['deliveries', 'one', id],
  deliverySummary: ['deliveries', 'summary'],
  webhooks: ['webhooks'],
  sessionDecisions: (sessionId: string) => ['decisions', sessionId],
  merged: (conversationId: string) => ['merged', conversationId],
  mergedThread: (conversationId: string) => ['merged-thread', conversationId],
} as const;

const MINUTE_MS = 60_000;

/** Everybody who works here; statuses change, so it is read again when it is looked at. */
export function useAgents({ enabled = true } = {}) {
  const { api } = useFrontdesk();
  return useQuery<Agent[]>({
    enabled,
    queryKey: keys.agents,
    queryFn: ({ signal }) => api.agents.list({ signal }),
    staleTime: MINUTE_MS / 4,
  });
}

export function useTeams() {
  const { api } = useFrontdesk();
  return useQuery<Team[]>({
    queryKey: keys.teams,
    queryFn: ({ signal }) => api.teams.list({ signal }),
    staleTime: MINUTE_MS,
  });
}

export function useCategories() {
  const { api } = useFrontdesk();
  return useQuery<Category[]>({
    queryKey: keys.categories,
    queryFn: ({ signal }) => api.categories.list({ signal }),
    staleTime: 5 * MINUTE_MS,
  });
}

/** The largest page that the server gives. */
export const PAGE_MAX = 100;

/** Reads a list to its end, page by page; stops with an error where it cannot end. */
export async function readAll<Item>(
  read: (cursor: string | null) => Promise<Page<Item>>,
  maxPages = 50,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const answer: Page<Item> = await read(cursor);
    items.push(...answer.items);
    if (!answer.next || answer.next === cursor) return items;
    cursor = answer.next;
  }
  throw new Error('This is too long to show in full. Narrow it down and try again.');
}
