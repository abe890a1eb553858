// Asks somebody who is new whether they want to be shown around. In nobody's way, and once.

import { WithWords } from '../../i18n';
import { Button } from '../../ui';
import { t, tourWords } from './locales';
import styles from './tour.module.css';

export interface InvitationProps {
  onTake: () => void;
  onDecline: () => void;
}

export default function Invitation(props: InvitationProps) {
  return (
    <WithWords of={tourWords}>
      <Card {...props} />
    </WithWords>
  );
}

function Card({ onTake, onDecline }: InvitationProps) {
  return (
    <section className={styles.invitation} aria-label={t.newHere}>
      <h2 className={styles.title}>{t.newHere}</h2>
      <p className={styles.text}>{t.invitation}</p>
      <div className={styles.actions}>
        <Button size="s" variant="ghost" onClick={onDecline}>
          {t.notNow}
        </Button>
        <span className={styles.space} />
        <Button size="s" variant="primary" onClick={onTake}>
          {t.take}
        </Button>
      </div>
    </section>
  );
}
