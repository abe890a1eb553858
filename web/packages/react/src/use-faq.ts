// Articles of the help centre as a hook, cached per client: going back shows what was there
// at once, and fetches it anew behind the scenes when it is old.

import {
  type Faq,
  type FrontdeskClient,
  type FrontdeskError,
  toFrontdeskError,
} from '@frontdesk/client';
import { useEffect, useState } from 'react';
import { useFrontdesk } from './context';

/** After this long an answer is shown but asked for again (milliseconds). */
const FRESH_MS = 60_000;
/** Answers kept per client; the oldest goes first. */
const MAX_ENTRIES = 50;
/** As many as a page of the server's holds at most. */
const LIMIT = 100;

export interface UseFAQ {
  faqs: Faq[];
  loading: boolean;
  /** A sentence for people. */
  error: string | null;
}

interface Entry {
  faqs: Promise<Faq[]>;
  /** The same, once it has arrived. */
  arrived: Faq[] | null;
  askedAt: number;
}

const caches = new WeakMap<FrontdeskClient, Map<string, Entry>>();

/** Published articles, by category and words. Both may change from render to render. */
export function useFAQ(category?: string, search?: string): UseFAQ {
  const client = useFrontdesk();
  const key = JSON.stringify([category ?? '', search?.trim() ?? '']);
  const [shown, setShown] = useState<{
    key: string;
    client: FrontdeskClient;
    faqs: Faq[];
    error: FrontdeskError | null;
  } | null>(null);

  useEffect(() => {
    let current = true;
    const show = (faqs: Faq[], error: FrontdeskError | null) => {
      if (current) setShown({ key, client, faqs, error });
    };
    ask(client, key).then(
      (faqs) => show(faqs, null),
      (thrown) => show([], toFrontdeskError(thrown)),
    );
    return () => {
      current = false;
    };
  }, [client, key]);

  if (shown?.key === key && shown.client === client) {
    return { faqs: shown.faqs, loading: false, error: shown.error?.message ?? null };
  }
  const cached = caches.get(client)?.get(key)?.arrived;
  return { faqs: cached ?? [], loading: !cached, error: null };
}

function ask(client: FrontdeskClient, key: string): Promise<Faq[]> {
  const cache = caches.get(client) ?? new Map<string, Entry>();
  caches.set(client, cache);
  const present = cache.get(key);
  if (present && Date.now() - present.askedAt < FRESH_MS) return present.faqs;

  const [category, search] = JSON.parse(key) as [string, string];
  const entry: Entry = {
    faqs: client.api.faq.list({ category, search, limit: LIMIT }).then(({ items }) => {
      entry.arrived = items;
      return items;
    }),
    arrived: present?.arrived ?? null,
    askedAt: Date.now(),
  };
  // A failure is not worth keeping.
  entry.faqs.catch(() => {
    if (cache.get(key) === entry) cache.delete(key);
  });
  cache.delete(key);
  cache.set(key, entry);
  for (const oldest of cache.keys()) {
    if (cache.size <= MAX_ENTRIES) break;
    cache.delete(oldest);
  }
  return entry.faqs;
}
