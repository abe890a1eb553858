/** The worker while the app is open, and the offer of its next version. */
import { useEffect, useRef } from 'react';
import { useToast } from '../ui';
import { t } from './locales';
import { startWorker } from './worker';

export function useWorker(): void {
  const toast = useToast();
  const show = useRef(toast);
  useEffect(() => {
    show.current = toast;
  });
  useEffect(() => {
    // The development server changes its files all the time.
    if (!import.meta.env.PROD || !navigator.serviceWorker) return;
    const { stop } = startWorker((begin) => {
      show.current({
        title: t.newVersion,
        text: t.newVersionText,
        lasting: true,
        action: { label: t.load, onClick: begin },
      });
    });
    return stop;
  }, []);
}
