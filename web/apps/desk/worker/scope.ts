// The parts of the worker's world that are used, so that tests can stand in for them; and what a
// shown notification carries along.

export interface Scope {
  registration: Pick<
    ServiceWorkerRegistration,
    'showNotification' | 'getNotifications' | 'pushManager' | 'scope'
  >;
  clients: Pick<Clients, 'matchAll' | 'openWindow'>;
}

/** `data` of a shown notification. */
export interface Carried {
  url: string;
  readToken?: string;
  /** How it was shown, to show it again. */
  title: string;
  body?: string;
}

/** The pages of the app, those first that a person looks at. */
export async function windows(scope: Scope): Promise<readonly WindowClient[]> {
  const all = await scope.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return [...all].sort((one, other) => rank(other) - rank(one));
}

function rank({ focused, visibilityState }: WindowClient): number {
  return (focused ? 2 : 0) + (visibilityState === 'visible' ? 1 : 0);
}

/** An address within this desk; anything else leads to its front page. */
export function within(scope: Scope, url: string | undefined): string {
  const home = new URL('/', scope.registration.scope);
  try {
    const found = new URL(url ?? '/', home);
    return found.origin === home.origin ? found.href : home.href;
  } catch {
    return home.href;
  }
}
