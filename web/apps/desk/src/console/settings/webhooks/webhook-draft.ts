// A webhook endpoint as it is written in its dialog: its draft, what is wrong with it, and what is
// sent. Pure functions.

import type { NewWebhook, Webhook } from '@frontdesk/client';
import type { Problems } from '../parts/use-problems';

/** What an endpoint can be told of, with what each means. */
export const EVENTS: readonly { name: string; about: string }[] = [
  { name: 'ticket.created', about: 'A ticket was opened' },
  { name: 'ticket.updated', about: 'A ticket changed its state, priority or assignee' },
  { name: 'ticket.response.created', about: 'A ticket was answered; internal notes never leave' },
  { name: 'chat.started', about: 'A customer began a chat' },
  { name: 'chat.message.created', about: 'Somebody wrote in a chat' },
  { name: 'chat.closed', about: 'A chat ended' },
  { name: 'rating.created', about: 'A customer rated a conversation' },
  { name: 'article.published', about: 'An article was published' },
];

const EVERY = '*';
export const URL_MAX_CHARS = 2_000;
export const DESCRIPTION_MAX_CHARS = 500;

export interface WebhookDraft {
  url: string;
  description: string;
  /** Every event, those of later versions too. */
  all: boolean;
  events: string[];
}

export function draftOf(webhook: Webhook | null): WebhookDraft {
  const events = webhook?.events ?? [];
  const all = webhook === null || events.includes(EVERY);
  return {
    url: webhook?.url ?? '',
    description: webhook?.description ?? '',
    all,
    events: all ? EVENTS.map(({ name }) => name) : events,
  };
}

export function withEvent(draft: WebhookDraft, name: string, on: boolean): string[] {
  const others = draft.events.filter((event) => event !== name);
  return on ? [...others, name] : others;
}

export function problemsOf({ url, all, events }: WebhookDraft): Problems {
  const problems: Record<string, string> = {};
  if (!isWebAddress(url.trim())) problems.url = 'Give an address that begins with https://.';
  if (!all && events.length === 0) problems.events = 'Choose at least one event.';
  return problems;
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:\/\//i.test(text);
}

export function inputOf({ url, description, all, events }: WebhookDraft): NewWebhook {
  return {
    url: url.trim(),
    description: description.trim(),
    events: all ? [EVERY] : events,
  };
}

export function eventWords(events: readonly string[]): string {
  if (events.includes(EVERY)) return 'Every event';
  return events.join(', ');
}

/** How it is called where its whole address is too long. */
export function shortName({ url, description }: Pick<Webhook, 'url' | 'description'>): string {
  return description || (URL.canParse(url) ? new URL(url).host : url);
}
