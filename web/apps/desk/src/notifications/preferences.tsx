// How a person wants to be told of what: the same in the portal and in the console. Each change
// holds at once.

import { useNotificationPreferences } from '@frontdesk/react';
import { useEffect, useRef, useState } from 'react';
import { ErrorState, errorMessage, Loading, Notice } from '../ui';
import { ChannelTable } from './channel-table';
import { Devices } from './devices';
import { EscalationTable } from './escalation-table';
import { t } from './locales';
import { MailAddress } from './mail-address';
import { Mutes } from './mutes';
import { Phone } from './phone';
import styles from './preferences.module.css';
import { QuietHoursPart } from './quiet-hours';

export function Preferences() {
  const { preferences, loading, error, refresh, updatePreferences, saving } =
    useNotificationPreferences();
  const saved = useSavedWord(saving, error);
  if (!preferences) {
    return loading ? (
      <Loading label={t.loadingSettings} />
    ) : (
      <ErrorState error={error} onRetry={() => void refresh()} />
    );
  }
  const part = { preferences, onChange: updatePreferences };
  return (
    <div className={styles.parts}>
      {error ? (
        <Notice tone="danger" live>
          {t.notSaved(errorMessage(error))}
        </Notice>
      ) : null}
      <p className={styles.saved} role="status">
        {saved}
      </p>
      <ChannelTable {...part} />
      <MailAddress preferences={preferences} />
      <Devices preferences={preferences} />
      <Phone preferences={preferences} />
      <QuietHoursPart {...part} />
      <EscalationTable {...part} />
      <Mutes preferences={preferences} />
    </div>
  );
}

const SAVED_SHOWN_MS = 4_000;

/** “Saved” for a while, when a change has gone well. */
function useSavedWord(saving: boolean, error: string | null): string {
  const [word, setWord] = useState('');
  const was = useRef(saving);
  useEffect(() => {
    const ended = was.current && !saving;
    was.current = saving;
    if (saving || !ended || error) {
      setWord('');
      return;
    }
    setWord(t.saved);
    const timer = setTimeout(() => setWord(''), SAVED_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [saving, error]);
  return word;
}
