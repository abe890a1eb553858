// The bridge between an observable of the client and React.

import type { Observable } from '@frontdesk/client';
import { useSyncExternalStore } from 'react';

/** Renders again whenever the observable changes. */
export function useSnapshot<Snapshot>(observable: Observable<Snapshot>): Snapshot {
  return useSyncExternalStore(observable.subscribe, observable.getSnapshot, observable.getSnapshot);
}
