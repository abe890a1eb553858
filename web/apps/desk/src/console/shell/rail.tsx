// The way between the console's pages, with what waits on each of them. A rail at the left; on
// narrow screens a bar at the bottom.

import type { LucideIcon } from 'lucide-react';
import { BookOpenText, Inbox, Megaphone, Settings, ShieldCheck } from 'lucide-react';
import { NavLink } from 'react-router';
import { plural } from '../../ui';
import { countInWords } from '../inbox/words';
import { paths } from '../shared/paths';
import styles from './shell.module.css';

export interface RailProps {
  /** Chats that wait for anybody. */
  waiting: number;
  /** Own chats with something unread. */
  unread: number;
  /** Open conversations of this agent's. */
  mine: number;
  /** Messages that wait for review. */
  reviews: number;
  isAdmin: boolean;
}

export function Rail({ waiting, unread, mine, reviews, isAdmin }: RailProps) {
  return (
    <nav className={styles.nav} aria-label="Console">
      <Item
        to={paths.inbox}
        icon={Inbox}
        label="Inbox"
        count={waiting > 0 ? waiting : unread > 0 ? unread : mine}
        urgent={waiting + unread > 0}
        spoken={[
          `${plural(waiting, 'chat')} waiting`,
          `${plural(unread, 'chat')} unread`,
          `${countInWords(mine)} yours`,
        ].join(', ')}
      />
      <Item to={paths.articles} icon={BookOpenText} label="Articles" />
      <Item
        to={paths.reviews}
        icon={ShieldCheck}
        label="Review"
        count={reviews}
        spoken={`${plural(reviews, 'message')} to review`}
      />
      {isAdmin ? (
        <Item to={paths.announcements} icon={Megaphone} label="Announce" full="Announcements" />
      ) : null}
      <Item to={paths.settings} icon={Settings} label="Settings" />
    </nav>
  );
}

interface ItemProps {
  to: string;
  icon: LucideIcon;
  label: string;
  /** The name in full, where the label is shortened to fit. */
  full?: string;
  count?: number;
  urgent?: boolean;
  /** What the number counts. */
  spoken?: string;
}

const COUNT_MAX = 99;

function Item({ to, icon: Icon, label, full, count = 0, urgent = false, spoken }: ItemProps) {
  return (
    <NavLink to={to} className={styles.navItem} title={full}>
      <span className={styles.navIcon}>
        <Icon size={21} aria-hidden />
        {count > 0 ? (
          <span className={styles.count} data-urgent={urgent || undefined} aria-hidden="true">
            {count > COUNT_MAX ? `${COUNT_MAX}+` : count}
          </span>
        ) : null}
      </span>
      <span className={full ? styles.shortLabel : undefined} aria-hidden={full ? true : undefined}>
        {label}
      </span>
      {full ? <span className="visually-hidden">{full}</span> : null}
      {count > 0 && spoken ? <span className="visually-hidden">, {spoken}</span> : null}
    </NavLink>
  );
}
