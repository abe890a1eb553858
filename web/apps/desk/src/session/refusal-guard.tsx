/** A socket that is refused asks REST who we are: its 401 then ends the session. */
import { notificationCenter } from '@frontdesk/client';
import { useFrontdesk, useMember, useSnapshot } from '@frontdesk/react';
import { useEffect } from 'react';
import type { SessionStore } from './session-store';

export default function RefusalGuard({ store }: { store: SessionStore }) {
  const { api } = useFrontdesk();
  const { connection } = useSnapshot(useMember(notificationCenter));
  useEffect(() => {
    if (connection.status !== 'refused' || !store.getSnapshot().token) return;
    api.auth.me().catch((error) => {
      if (error?.status === 401) store.expire();
    });
  }, [connection.status, api, store]);
  return null;
}
