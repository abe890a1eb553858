/** A chat of before, to read again. */

import { FrontdeskError } from '@frontdesk/client';
import { ArrowLeft } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { useDeskConfig } from '../session';
import {
  ButtonLink,
  classes,
  EmptyState,
  ErrorState,
  Loading,
  longDate,
  PageTitle,
  StatusPill,
  Thread,
  useDocumentTitle,
} from '../ui';
import styles from './chat.module.css';
import { canBeRated } from './chat-ended';
import { ChatRating } from './chat-rating';
import { ChatTranscript } from './chat-transcript';
import { t } from './locales';
import { NotFoundPage } from './not-found-page';
import { CONVERSATIONS_PATH } from './paths';
import { useChatHistory, useChatSession } from './queries';
import { t as talk } from './talk/locales';

export default function ChatHistoryPage() {
  const { id = '' } = useParams();
  const { name } = useDeskConfig();
  useDocumentTitle(talk.earlierChat, name);
  const session = useChatSession(id);
  const messages = useChatHistory(id);
  const failed = session.error ?? messages.error;
  if (failed instanceof FrontdeskError && (failed.status === 404 || failed.status === 403)) {
    return <NotFoundPage title={talk.noSuchChat} />;
  }
  if (failed) {
    const retry = () => {
      void session.refetch();
      void messages.refetch();
    };
    return <ErrorState error={failed} onRetry={retry} />;
  }
  if (!session.data || !messages.data) return <Loading label={talk.loadingChat} />;
  const { topic, createdAt, agentName, status } = session.data;
  return (
    <div className={styles.history}>
      <PageTitle
        back={
          <Link to={CONVERSATIONS_PATH}>
            <ArrowLeft size={15} aria-hidden /> {t.conversations}
          </Link>
        }
        lead={agentName ? talk.dateWith(longDate(createdAt), agentName) : longDate(createdAt)}
        actions={status === 'closed' ? <StatusPill status={status} /> : <GoOn />}
      >
        {topic || talk.chat}
      </PageTitle>
      <Thread
        label={talk.messages}
        empty={<EmptyState title={talk.nothingWritten} />}
        items={messages.data.map((message) => ({
          kind: 'message',
          id: message.id,
          mine: message.sender === 'user',
          author: message.senderName,
          time: message.timestamp,
          text: message.content,
          files: message.files,
        }))}
      />
      {status === 'closed' ? (
        <div className={classes(styles.ended, styles.historyEnd)}>
          {canBeRated(session.data) ? <ChatRating session={session.data} /> : null}
          <div className={styles.ways}>
            <ChatTranscript sessionId={id} />
          </div>
        </div>
      ) : null}
    </div>
  );
}

function GoOn() {
  return (
    <ButtonLink to="/chat" variant="primary">
      {talk.goOnWithThisChat}
    </ButtonLink>
  );
}
