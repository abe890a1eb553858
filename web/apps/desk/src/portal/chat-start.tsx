/** The form that opens a chat, and the chats of before. */
import type { ChatSession } from '@frontdesk/client';
import type { UseLiveChat } from '@frontdesk/react';
import { MessagesSquare } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { useDeskConfig } from '../session';
import {
  Button,
  errorMessage,
  LoadMore,
  Notice,
  PageTitle,
  RelativeTime,
  TextArea,
  TextField,
} from '../ui';
import { ArticleRows } from './article-list';
import styles from './chat.module.css';
import { ConnectionBanner } from './connection-banner';
import { chatPath } from './paths';
import { useChatSessions } from './queries';

const TOPIC_MAX_CHARS = 200;

export function ChatStart({ chat }: { chat: UseLiveChat }) {
  const [topic, setTopic] = useState('');
  const [message, setMessage] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const { messageMaxChars } = useDeskConfig();
  const sessions = useChatSessions();
  const all = sessions.data?.pages.flatMap((page) => page.items) ?? [];
  const past = all.filter((session) => session.status === 'closed');
  const open = all.find((session) => session.status !== 'closed');

  function submit(event: FormEvent) {
    event.preventDefault();
    const text = message.trim();
    if (text === '') setProblem('Tell us in a sentence what it is about.');
    else chat.connect({ topic: topic.trim() || undefined, message: text });
  }

  return (
    <div className={styles.start}>
      <PageTitle lead="A person answers, here and now. You may close this page and come back; the chat stays open.">
        Chat with us
      </PageTitle>
      <ConnectionBanner chat={chat} />
      {open && chat.status === 'idle' ? <OpenChat session={open} onGoOn={chat.connect} /> : null}
      <form className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label="Topic (optional)"
          name="topic"
          maxLength={TOPIC_MAX_CHARS}
          value={topic}
          onChange={(event) => setTopic(event.target.value)}
        />
        <TextArea
          label="Your message"
          name="message"
          rows={4}
          maxLength={messageMaxChars}
          aria-required
          value={message}
          error={problem}
          onChange={(event) => {
            setMessage(event.target.value);
            setProblem(null);
          }}
        />
        {chat.error && chat.connection.status !== 'refused' ? (
          <Notice tone="danger" live>
            {errorMessage(chat.error)}
          </Notice>
        ) : null}
        <div>
          <Button
            type="submit"
            variant="primary"
            size="l"
            busy={chat.status === 'starting'}
            icon={<MessagesSquare size={18} aria-hidden />}
          >
            Start the chat
          </Button>
        </div>
      </form>
      <EarlierChats sessions={past} />
      <LoadMore
        hasMore={sessions.hasNextPage}
        loading={sessions.isFetchingNextPage}
        onLoad={() => void sessions.fetchNextPage()}
      />
    </div>
  );
}

function EarlierChats({ sessions }: { sessions: readonly ChatSession[] }) {
  if (sessions.length === 0) return null;
  return (
    <section className={styles.past} aria-labelledby="past-chats">
      <h2 id="past-chats">Earlier chats</h2>
      <ArticleRows
        label="Earlier chats"
        rows={sessions.map((session) => ({
          id: session.id,
          to: chatPath(session.id),
          icon: <MessagesSquare size={18} aria-hidden />,
          title: session.topic || session.lastMessage || 'Chat',
          excerpt: session.topic ? session.lastMessage : undefined,
          meta: (
            <>
              <RelativeTime time={session.closedAt ?? session.updatedAt} />
              {session.agentName ? <span>with {session.agentName}</span> : null}
            </>
          ),
        }))}
      />
    </section>
  );
}

/** A chat that was begun on another device. */
function OpenChat({ session, onGoOn }: { session: ChatSession; onGoOn: () => void }) {
  return (
    <div className={styles.open}>
      <Notice
        live
        icon={<MessagesSquare size={16} aria-hidden />}
        action={
          <Button size="s" onClick={() => onGoOn()}>
            Go on with it
          </Button>
        }
      >
        You have an open chat{session.topic ? `: ${session.topic}` : ''}.
      </Notice>
    </div>
  );
}
