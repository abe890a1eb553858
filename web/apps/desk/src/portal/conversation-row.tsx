/** A conversation in the customer's list: what it is about, how it stands, what is new. */
import type { OwnConversation } from '@frontdesk/client';
import { MessagesSquare, Ticket } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Badge, classes, RelativeTime, StatusPill } from '../ui';
import styles from './conversations-page.module.css';
import { chatPath, ticketPath } from './paths';
import { t as talk } from './talk/locales';

type Standing = Pick<OwnConversation, 'id' | 'kind' | 'chatStatus' | 'ticketStatus'>;

/** Where it goes on: an open chat in the chat, a ticket on its page. */
export function conversationPath({ id, kind, chatStatus }: Standing): string {
  if (chatStatus === 'waiting' || chatStatus === 'active') return chatPath();
  return kind === 'ticket' ? ticketPath(id) : chatPath(id);
}

export function ConversationState({ chatStatus, ticketStatus }: Omit<Standing, 'id' | 'kind'>) {
  if (chatStatus === 'waiting')
    return (
      <Badge tone="warning" dot>
        {talk.waitsForSomeone}
      </Badge>
    );
  if (chatStatus === 'active')
    return (
      <Badge tone="success" dot>
        {talk.chattingNow}
      </Badge>
    );
  if (ticketStatus) return <StatusPill status={ticketStatus} />;
  return <Badge dot>{talk.ended}</Badge>;
}

export function ConversationRow({ conversation }: { conversation: OwnConversation }) {
  const { subject, preview, unreadCount, ticketNumber, agentName } = conversation;
  return (
    <Row
      conversation={conversation}
      unread={unreadCount}
      title={<bdi>{subject || preview || talk.aChat}</bdi>}
      excerpt={subject ? preview : null}
      number={ticketNumber ?? null}
      agent={agentName ?? null}
      time={conversation.updatedAt}
    />
  );
}

export interface RowProps {
  conversation: Standing;
  title: ReactNode;
  excerpt: ReactNode;
  number: number | null;
  agent?: string | null;
  time: string;
  /** What is new in it. */
  unread?: number;
  onOpen?: () => void;
}

export function Row(props: RowProps) {
  const { conversation, title, excerpt, number, agent, time, unread = 0, onOpen } = props;
  const Icon = conversation.kind === 'ticket' ? Ticket : MessagesSquare;
  return (
    <li className={classes(styles.row, unread > 0 && styles.unread)}>
      <span className={styles.icon}>
        <Icon size={18} aria-hidden />
      </span>
      <div className={styles.words}>
        <Link to={conversationPath(conversation)} className={styles.subject} onClick={onOpen}>
          {title}
        </Link>
        {excerpt ? (
          <p className={styles.excerpt}>
            <bdi>{excerpt}</bdi>
          </p>
        ) : null}
        <p className={styles.meta}>
          {number === null ? <span>{talk.chat}</span> : <span>{talk.ticketNumber(number)}</span>}
          {agent ? (
            <span>
              <bdi>{talk.withAgent(agent)}</bdi>
            </span>
          ) : null}
          <RelativeTime time={time} />
        </p>
      </div>
      <div className={styles.pills}>
        {unread > 0 ? <Badge tone="accent">{talk.unreadMessages(unread)}</Badge> : null}
        <ConversationState {...conversation} />
      </div>
    </li>
  );
}
