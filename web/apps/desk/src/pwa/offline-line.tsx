/** Says that the device is offline, and what that means here. */
import { CloudOff } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { t } from './locales';
import styles from './offline-line.module.css';

export function OfflineLine() {
  const isOnline = useSyncExternalStore(subscribe, () => navigator.onLine);
  return (
    <div role="status">
      {isOnline ? null : (
        <p className={styles.line}>
          <CloudOff size={16} aria-hidden />
          <span>
            <strong>{t.offline}</strong> {t.offlineText}
          </span>
        </p>
      )}
    </div>
  );
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('online', listener);
  window.addEventListener('offline', listener);
  return () => {
    window.removeEventListener('online', listener);
    window.removeEventListener('offline', listener);
  };
}
