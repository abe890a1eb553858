// Which Frontdesk the hooks speak to: the provider's, or one of the page's own origin.

import { createFrontdesk, type Frontdesk } from '@frontdesk/client';
import { createContext, type ReactNode, useContext } from 'react';

const FrontdeskContext = createContext<Frontdesk | null>(null);

export interface FrontdeskProviderProps {
  client: Frontdesk;
  children?: ReactNode;
}

/** Gives every hook and component inside it this client. */
export function FrontdeskProvider({ client, children }: FrontdeskProviderProps) {
  return <FrontdeskContext.Provider value={client}>{children}</FrontdeskContext.Provider>;
}

let shared: Frontdesk | null = null;

/**
 * The client of the provider. Without a provider: one for the page's own origin with the
 * token that the host application keeps as `token` in localStorage.
 */
export function useFrontdesk(): Frontdesk {
  const provided = useContext(FrontdeskContext);
  if (provided) return provided;
  shared ??= createFrontdesk({ token: () => localStorage.getItem('token') });
  return shared;
}
