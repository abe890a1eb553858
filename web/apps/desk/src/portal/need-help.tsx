/** The way on for someone whom no article has helped. */
import { MessagesSquare, PenLine } from 'lucide-react';
import { ButtonLink } from '../ui';
import styles from './need-help.module.css';

export function NeedHelp({ title = 'Still need a hand?' }: { title?: string }) {
  return (
    <aside className={styles.panel} aria-label={title}>
      <div>
        <h2 className={styles.title}>{title}</h2>
        <p className={styles.text}>Talk to a person now, or write and we will get back to you.</p>
      </div>
      <div className={styles.ways}>
        <ButtonLink to="/chat" variant="primary" icon={<MessagesSquare size={17} aria-hidden />}>
          Chat with us
        </ButtonLink>
        <ButtonLink to="/contact" icon={<PenLine size={17} aria-hidden />}>
          Write to us
        </ButtonLink>
      </div>
    </aside>
  );
}
