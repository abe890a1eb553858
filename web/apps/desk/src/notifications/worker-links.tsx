// A click on a push message leads to a page of the app; where the app is open already, the service
// worker asks it to go there.

import type { WorkerMessage } from '@frontdesk/client';
import { useEffect } from 'react';
import { useNavigate } from 'react-router';

export function WorkerLinks() {
  const navigate = useNavigate();
  useEffect(() => {
    const container = navigator.serviceWorker;
    if (!container) return;
    const onMessage = ({ data }: MessageEvent<WorkerMessage>) => {
      if (data?.type !== 'frontdesk:open') return;
      const { origin, pathname, search, hash } = new URL(data.url, location.href);
      if (origin === location.origin) void navigate(pathname + search + hash);
    };
    container.addEventListener('message', onMessage);
    container.startMessages?.();
    return () => container.removeEventListener('message', onMessage);
  }, [navigate]);
  return null;
}
