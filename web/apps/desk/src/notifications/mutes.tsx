// The conversations of which nothing is sent.

import type { Mute, NotificationPreferences } from '@frontdesk/client';
import { Button, fullTime } from '../ui';
import { Part } from './part';
import styles from './preferences.module.css';
import { useMuting } from './use-muting';

export function Mutes({ preferences }: { preferences: NotificationPreferences }) {
  const { mutes } = preferences;
  return (
    <Part
      heading="Muted conversations"
      lead="You mute a ticket or a chat on its own page. It stays in your list here."
    >
      {mutes.length === 0 ? (
        <p className={styles.none}>None is muted.</p>
      ) : (
        <ul className={styles.rows} aria-label="Muted conversations">
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
  const name = subject || 'A chat';
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <p className={styles.rowTitle}>{name}</p>
        <p className={styles.note}>
          {until ? `Until ${fullTime(until)}` : 'Until you turn it on again'}
        </p>
      </div>
      <div className={styles.actions}>
        <Button
          size="s"
          busy={unmute.isPending}
          aria-label={`Unmute ${name}`}
          onClick={() => unmute.mutate()}
        >
          Unmute
        </Button>
      </div>
    </li>
  );
}
