// A chat in a list: whose it is, what was said last, and whether there is something new.

import type { ChatSession } from '@frontdesk/client';
import { Link } from 'react-router';
import { Avatar, classes, plural, RelativeTime, StatusPill } from '../../ui';
import { ROW } from '../keyboard/list-focus';
import styles from './chat-list.module.css';

export interface ChatRowProps {
  session: ChatSession;
  selected: boolean;
  unread?: number;
  typing?: boolean;
  preview: string;
  time: string;
  to: string;
  status?: boolean;
}

export function ChatRow({
  session,
  selected,
  unread = 0,
  typing = false,
  preview,
  time,
  to,
  status = false,
}: ChatRowProps) {
  return (
    <li className={classes(styles.row, selected && styles.selected, unread > 0 && styles.unread)}>
      <Link to={to} className={styles.link} aria-current={selected ? 'true' : undefined} {...ROW}>
        <Avatar name={session.userName} size={34} />
        <span className={styles.words}>
          <span className={styles.first}>
            <span className={styles.name}>{session.userName}</span>
            <RelativeTime time={time} className={styles.time} />
          </span>
          {session.topic ? <span className={styles.topic}>{session.topic}</span> : null}
          <span className={styles.last}>
            <span className={classes(styles.preview, typing && styles.typing)}>
              {typing ? 'is typing…' : preview}
            </span>
            {unread > 0 ? (
              <span className={styles.dot}>
                <span className="visually-hidden">{plural(unread, 'unread message')}</span>
              </span>
            ) : null}
            {status ? <StatusPill status={session.status} /> : null}
          </span>
        </span>
      </Link>
    </li>
  );
}
