/** The articles that answer a question, where the search is sure that one does. */
import type { FaqHit } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useEffect, useState } from 'react';
import { useLoad } from './use-load';

const PAUSE_MS = 400;
const SHOWN = 3;
/** Shorter texts say too little. */
const MIN_CHARS = 4;
/** Of a long message its beginning is searched for. */
const QUERY_CHARS = 200;

export interface Suggested {
  articles: readonly FaqHit[];
  opened(id: string): void;
}

/** @param wanted false asks nothing */
export function useSuggested(text: string, wanted: boolean): Suggested {
  const { api } = useFrontdesk();
  const [settled, setSettled] = useState(text.trim());
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const query = [...settled].slice(0, QUERY_CHARS).join('');
  const key = wanted && [...query].length >= MIN_CHARS ? `suggested ${query}` : null;
  const { value } = useLoad(key, (signal) =>
    api.search.query({ q: query, type: 'faq', limit: SHOWN }, { signal }),
  );
  return {
    articles: value?.answered ? value.faq : [],
    opened: (id) => {
      const rank = (value?.faq.findIndex((hit) => hit.id === id) ?? -1) + 1;
      if (value?.searchId && rank > 0) {
        api.search.click({ searchId: value.searchId, type: 'faq', id, rank });
      }
    },
  };
}
