// The list at the left of the chats page: one's own chats, the queue and what is set aside, or
// the whole desk's chats of the past.

import { Link } from 'react-router';
import { LIST } from '../keyboard/list-focus';
import { PaneHead } from '../shared/panes';
import { paths } from '../shared/paths';
import { ChatHistory } from './chat-history';
import styles from './chat-list.module.css';
import { ChatsNow } from './chats-now';

export function ChatList({ selected, history }: { selected?: string; history: boolean }) {
  return (
    <>
      <PaneHead
        title="Chats"
        level={selected ? 2 : 1}
        actions={
          <nav className={styles.switch} aria-label="Which chats">
            <Link to={paths.chats} aria-current={history ? undefined : 'page'}>
              Now
            </Link>
            <Link to={paths.chatHistory} aria-current={history ? 'page' : undefined}>
              History
            </Link>
          </nav>
        }
      />
      <div className={styles.scroll} {...LIST}>
        {history ? <ChatHistory selected={selected} /> : <ChatsNow selected={selected} />}
      </div>
    </>
  );
}
