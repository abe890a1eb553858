// The tours' place in the console: invites who is new, and runs the tour that was asked for. What
// they are made of comes when it is needed.

import { lazy, type ReactNode, Suspense, useState } from 'react';
import { hasSeen, remember } from './memory';
import type { TourName } from './steps';

const Tour = lazy(() => import('./index'));
const Invitation = lazy(() => import('./invitation'));

export interface TourHost {
  start: (tour: TourName) => void;
  element: ReactNode;
}

export function useTours(me: { id: string; role: string }): TourHost {
  const own: TourName = me.role === 'admin' ? 'admin' : 'agent';
  const [running, setRunning] = useState<TourName | null>(null);
  const [isInvited, setInvited] = useState(() => !hasSeen(me.id, own));
  const start = (tour: TourName) => {
    remember(me.id, own);
    remember(me.id, tour);
    setInvited(false);
    setRunning(tour);
  };
  const decline = () => {
    remember(me.id, own);
    setInvited(false);
  };
  return {
    start,
    element: (
      <Suspense fallback={null}>
        {running ? <Tour key={running} tour={running} onEnd={() => setRunning(null)} /> : null}
        {isInvited && !running ? (
          <Invitation onTake={() => start(own)} onDecline={decline} />
        ) : null}
      </Suspense>
    ),
  };
}
