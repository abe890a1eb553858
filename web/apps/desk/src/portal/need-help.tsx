/** The way on for someone whom no article has helped. */

import { MessagesSquare, PenLine } from 'lucide-react';
import { ButtonLink } from '../ui';
import { t } from './locales';
import styles from './need-help.module.css';

export function NeedHelp({ title = t.stillNeedAHand }: { title?: string }) {
  return (
    <section className={styles.panel} aria-label={title}>
      <div>
        <h2 className={styles.title}>{title}</h2>
        <p className={styles.text}>{t.talkOrWrite}</p>
      </div>
      <div className={styles.ways}>
        <ButtonLink to="/chat" variant="primary" icon={<MessagesSquare size={17} aria-hidden />}>
          {t.chatWithUs}
        </ButtonLink>
        <ButtonLink to="/contact" icon={<PenLine size={17} aria-hidden />}>
          {t.writeToUs}
        </ButtonLink>
      </div>
    </section>
  );
}
