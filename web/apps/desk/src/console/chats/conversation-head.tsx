// The head of an open chat: who the customer is and whether they are there, which colleagues look
// at it too, and what can be done with it.

import type { ChatSession, ConversationViewer } from '@frontdesk/client';
import { Link } from 'react-router';
import { Avatar, StatusPill } from '../../ui';
import { CustomerMarks } from '../shared/customer-marks';
import { type Aside, AsideToggle, PaneHead } from '../shared/panes';
import { paths } from '../shared/paths';
import { PresenceLine } from '../shared/presence';
import { ViewerFaces } from '../shared/viewers-bar';
import { ChatMenu } from './chat-menu';
import styles from './conversation.module.css';
import { OwnActions } from './own-actions';

export interface ConversationHeadProps {
  session: ChatSession;
  isOwn: boolean;
  viewers: readonly ConversationViewer[];
  back: string;
  aside: Aside;
}

export function ConversationHead(props: ConversationHeadProps) {
  const { session, isOwn, viewers, back, aside } = props;
  return (
    <PaneHead
      back={back}
      backLabel="Back to the chats"
      lead={<Avatar name={session.userName} size={36} />}
      title={session.userName}
      sub={
        <>
          <PresenceLine userId={session.userId} />
          <CustomerMarks userId={session.userId} />
          {isOwn ? null : <StatusPill status={session.status} />}
          {session.ticketNumber ? (
            <Link className={styles.ticket} to={paths.ticket(session.id)}>
              Ticket #{session.ticketNumber}
            </Link>
          ) : null}
          {session.topic ? <span className={styles.topic}>{session.topic}</span> : null}
        </>
      }
      actions={
        <>
          <ViewerFaces viewers={viewers} />
          {isOwn ? <OwnActions session={session} /> : null}
          <ChatMenu session={session} />
          <AsideToggle aside={aside} />
        </>
      }
    />
  );
}
