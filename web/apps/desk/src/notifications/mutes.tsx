// The conversations of which nothing is sent.

import type { Mute, NotificationPreferences } from '@frontdesk/client';
import { Button, fullTime } from '../ui';
import { t } from './locales';
import { Part } from './part';
import styles from './preferences.module.css';
import { useMuting } from './use-muting';

export function Mutes({ preferences }: { preferences: NotificationPreferences }) {
  const { mutes } = preferences;
  return (
    <Part heading={t.mutedConversations} lead={t.mutedLead}>
      {mutes.length === 0 ? (
        <p className={styles.none}>{t.noneMuted}</p>
      ) : (
        <ul className={styles.rows} aria-label={t.mutedConversations}>
          {mutes.map((mute) => (
            <MutedRow key={mute.conversationId} mute={mute} />
          ))}
        </ul>
      )}
    </Part>
  );
}

function MutedRow({ mute: { conversationId, subject, until } }: { mute: Mute }) {
  const { unmute } = useMuting(conversationId);
  const name = subject || t.aChat;
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <p className={styles.rowTitle}>{name}</p>
        <p className={styles.note}>{until ? t.until(fullTime(until)) : t.untilYouTurnOn}</p>
      </div>
      <div className={styles.actions}>
        <Button
          size="s"
          busy={unmute.isPending}
          aria-label={t.unmuteName(name)}
          onClick={() => unmute.mutate()}
        >
          {t.unmute}
        </Button>
      </div>
    </li>
  );
}
