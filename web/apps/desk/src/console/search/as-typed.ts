// What the console asks while somebody types a search: suggestions, and the best of each kind.

import type { SearchAnswer, Suggestions } from '@frontdesk/client';
import { type Ask, type AsTyped, useAsTyped, useFrontdesk } from '@frontdesk/react';
import { useCallback } from 'react';

/** Of each kind. */
const SHOWN = 4;

export interface ConsoleAnswer {
  suggestions: Suggestions;
  found: SearchAnswer;
}

export function useConsoleSearchAsTyped(text: string): AsTyped<ConsoleAnswer> {
  const { api } = useFrontdesk();
  const ask = useCallback<Ask<ConsoleAnswer>>(
    async (q, signal) => {
      const [suggestions, found] = await Promise.all([
        api.search.suggest(q, { signal }),
        api.search.query({ q, type: 'all', limit: SHOWN }, { signal }),
      ]);
      return { suggestions, found };
    },
    [api],
  );
  return useAsTyped(text, ask);
}
