/** The sign-in as React sees it: a provider for a realm, and `useSession`. */
import type { DeskConfig, FrontdeskClient, Person } from '@frontdesk/client';
import { FrontdeskProvider, useFrontdesk, useSnapshot } from '@frontdesk/react';
import { QueryClientProvider, queryOptions, useQuery } from '@tanstack/react-query';
import { createContext, lazy, type ReactNode, Suspense, useContext } from 'react';
import { pageData } from '../page-data';
import { forgetSearches } from '../search/recent-searches';
import { t } from '../ui/locales';
import { type SessionStore, sessionStore } from './session-store';
import { type Realm, subjectOf } from './token';

// Only who is signed in has sockets.
const RefusalGuard = lazy(() => import('./refusal-guard'));

const SessionContext = createContext<SessionStore | null>(null);

export function SessionProvider({ realm, children }: { realm: Realm; children: ReactNode }) {
  const store = sessionStore(realm);
  const { client, queries, token } = useSnapshot(store);
  return (
    <SessionContext value={store}>
      <FrontdeskProvider client={client}>
        <QueryClientProvider client={queries}>
          {token === null ? null : (
            <Suspense fallback={null}>
              <RefusalGuard store={store} />
            </Suspense>
          )}
          {children}
        </QueryClientProvider>
      </FrontdeskProvider>
    </SessionContext>
  );
}

export interface Session {
  realm: Realm;
  /** A token is there. Whether it is good shows with the first answer. */
  signedIn: boolean;
  /** Whose token it is, as it says itself; null without one. */
  subject: string | null;
  /** Who it is; null while it loads and without a token. */
  person: Person | null;
  /** The last sign-in ended by itself. */
  expired: boolean;
  signIn(token: string): void;
  signOut(): void;
}

export function useSession(): Session {
  const store = useContext(SessionContext);
  if (!store) throw new Error('useSession needs a SessionProvider above it');
  const { token, expired, client } = useSnapshot(store);
  const me = useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => client.api.auth.me({ signal }),
    enabled: token !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return {
    realm: store.realm,
    signedIn: token !== null,
    subject: token === null ? null : subjectOf(token),
    person: me.data ?? null,
    expired,
    signIn: store.signIn,
    signOut: () => {
      forgetSearches(store.realm);
      void leave(client).finally(store.signOut);
    },
  };
}

/** How long a sign-out waits for the desk (milliseconds). */
const LEAVE_MS = 2_000;

/** Whoever comes next at this device is not to be shown what was meant for this person. */
function leave(client: FrontdeskClient): Promise<unknown> {
  const late = new Promise((resolve) => setTimeout(resolve, LEAVE_MS));
  const left = import('@frontdesk/client/push').then(({ pushSubscriber }) =>
    client.member(pushSubscriber).leave(),
  );
  return Promise.race([left.catch(() => {}), late]);
}

/** What the operator has set; the defaults of the contract until it is there. */
export function useDeskConfig(): DeskConfig {
  const { api } = useFrontdesk();
  const config = useQuery(
    queryOptions({
      queryKey: ['config'],
      queryFn: ({ signal }) => api.config.get({ signal }),
      initialData: pageData.config,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  );
  return config.data ?? defaultConfig();
}

const defaultConfig = (): DeskConfig => ({
  name: t.helpCentre,
  uploadMaxBytes: 10 * 1024 * 1024,
  resumableThresholdBytes: 1024 * 1024,
  uploadTypes: [],
  messageMaxChars: 10_000,
  visitors: false,
  linkSignIn: false,
  defaultLanguage: 'en',
  mail: false,
  filesMode: 'public',
});
