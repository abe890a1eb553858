// Which Frontdesk the hooks speak to: the provider's, or one of the page's own origin.

import {
  createClient,
  type FrontdeskClient,
  type MemberKind,
  memoryStorage,
} from '@frontdesk/client';
import { type DehydratedState, hydrate } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { cacheOf } from './cache';

const FrontdeskContext = createContext<FrontdeskClient | null>(null);

export interface FrontdeskProviderProps {
  /** Of `createClient`, or of `createFrontdesk` where the page asks it for members by name. */
  client: FrontdeskClient;
  /** What a server has read for this page (`@frontdesk/react/server`): it is shown without asking. */
  state?: DehydratedState;
  children?: ReactNode;
}

/** Gives every hook and component inside it this client. */
export function FrontdeskProvider({ client, state, children }: FrontdeskProviderProps) {
  // Before the children render, so that a server's and the browser's first pages are the same.
  useMemo(() => state && hydrate(cacheOf(client), state), [client, state]);
  return <FrontdeskContext.Provider value={client}>{children}</FrontdeskContext.Provider>;
}

let shared: FrontdeskClient | null = null;

/**
 * The client of the provider. Without a provider: one for the page's own origin with the
 * token that the host application keeps as `token` in localStorage.
 */
export function useFrontdesk(): FrontdeskClient {
  const provided = useContext(FrontdeskContext);
  if (provided) return provided;
  shared ??= globalThis.location ? ofThisPage() : ofNobody();
  return shared;
}

/** The client's member of a kind, such as `liveChat`; made when it is first used. */
export function useMember<One>(kind: MemberKind<One>): One {
  return useFrontdesk().member(kind);
}

function ofThisPage(): FrontdeskClient {
  return createClient({ token: () => localStorage.getItem('token') });
}

/** Where a server renders, nobody is known and nothing is asked for: effects don't run there. */
function ofNobody(): FrontdeskClient {
  return createClient({ url: 'http://localhost', token: null, storage: memoryStorage() });
}
