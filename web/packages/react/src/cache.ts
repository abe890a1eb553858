// What the hooks have read, kept with the client: asked for once by all components that show it,
// shown at once when one comes back to it, and gone when another person signs in.

import type { FrontdeskClient, MemberKind } from '@frontdesk/client';
import { QueryClient } from '@tanstack/react-query';

/** So long an answer is shown without being asked for again (milliseconds). */
export const FRESH_MS = 60_000;

const queryCache: MemberKind<QueryClient> = () => {
  const value = new QueryClient({
    defaultOptions: {
      // Without a line a request fails at once and the page says so, instead of waiting. What may go
      // well the next time is the page's to try again.
      queries: { staleTime: FRESH_MS, retry: false, networkMode: 'always' },
      mutations: { networkMode: 'always' },
    },
  });
  const forget = () => {
    value.removeQueries({ type: 'inactive' });
    void value.resetQueries();
  };
  return { value, forget, close: () => value.clear() };
};

/** The client's cache: a TanStack `QueryClient`, for what the hooks here do not do. */
export function cacheOf(client: FrontdeskClient): QueryClient {
  return client.member(queryCache);
}
