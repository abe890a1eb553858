// What has just arrived, put together: a burst is told once, as a number.

import type { DeskNotification, NotificationCenter } from '@frontdesk/client';
import { useEffect, useState } from 'react';

/** How long one waits for more (milliseconds), and how long at most. */
const QUIET_MS = 400;
const MOST_MS = 2_000;

/** The last burst; empty before the first. */
export function useArrivals(center: NotificationCenter): readonly DeskNotification[] {
  const [told, setTold] = useState<readonly DeskNotification[]>([]);
  useEffect(() => {
    let gathered: DeskNotification[] = [];
    let since = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      setTold(gathered);
      gathered = [];
    };
    const stop = center.onArrival((notification) => {
      if (gathered.length === 0) since = Date.now();
      gathered.push(notification);
      clearTimeout(timer);
      timer = setTimeout(tell, Math.min(QUIET_MS, Math.max(0, since + MOST_MS - Date.now())));
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [center]);
  return told;
}
