// Push messages on this device, as a hook over the client's `push`.

import { type PushState, pushSubscriber } from '@frontdesk/client';
import { useEffect, useMemo } from 'react';
import { useMember } from './context';
import { useSnapshot } from './use-snapshot';

export interface UsePush {
  state: PushState;
  /** This device's subscription, while it is on. */
  subscriptionId: string | null;
  busy: boolean;
  /** A sentence for people. */
  error: string | null;
  /** Call it from a click: the browser asks the person. False where it did not come about. */
  enable(): Promise<boolean>;
  disable(): Promise<boolean>;
  /** Has the desk send one push message to this device. */
  test(): Promise<boolean>;
}

export function usePush(): UsePush {
  const push = useMember(pushSubscriber);
  const { state, subscriptionId, busy, error } = useSnapshot(push);
  useEffect(() => void push.check().catch(() => {}), [push]);
  const actions = useMemo(() => {
    const done = (act: Promise<void>) =>
      act.then(
        () => true,
        () => false,
      );
    return {
      enable: () => done(push.enable()),
      disable: () => done(push.disable()),
      test: () => done(push.test()),
    };
  }, [push]);
  return { ...actions, state, subscriptionId, busy, error: error?.message ?? null };
}
