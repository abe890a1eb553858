/** An open chat, or one that has just ended. */
import { type UseLiveChat, useFrontdesk } from '@frontdesk/react';
import { Clock, LogOut, MessagesSquare } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useDeskConfig } from '../session';
import {
  Avatar,
  Button,
  ButtonLink,
  Composer,
  ConfirmDialog,
  chatEntry,
  errorMessage,
  Notice,
  Thread,
  type ThreadItem,
  useDraft,
  useToast,
  useUploadList,
  waitTime,
} from '../ui';
import styles from './chat.module.css';
import { interleave, useChatEvents } from './chat-events';
import { ConnectionBanner } from './connection-banner';

export function ChatRoom({ chat }: { chat: UseLiveChat }) {
  const config = useDeskConfig();
  const { uploads } = useFrontdesk();
  const list = useUploadList(uploads);
  const [text, setText] = useDraft('chat');
  const items = useThreadItems(chat);
  const closed = chat.status === 'closed';
  return (
    <section className={styles.room} aria-label="Chat">
      <RoomHeader chat={chat} />
      <div className={styles.notices}>
        <ConnectionBanner chat={chat} />
        {chat.status === 'waiting' ? <QueueNotice chat={chat} /> : null}
        {chat.error && chat.connection.status === 'online' ? (
          <Notice tone="danger" live>
            {errorMessage(chat.error)}
          </Notice>
        ) : null}
      </div>
      <Thread
        scroll
        className={styles.thread}
        label="Messages"
        items={items}
        typing={chat.isTyping ? (chat.agentName ?? 'The agent') : null}
        seenId={lastSeenKey(chat)}
      />
      <div className={styles.compose}>
        {closed ? (
          <Closed chat={chat} />
        ) : (
          <Composer
            label={chat.agentName ? `Message to ${chat.agentName}` : 'Message'}
            placeholder="Write a message"
            uploads={list}
            accept={config.uploadTypes}
            maxChars={config.messageMaxChars}
            autoFocus
            value={text}
            onChange={setText}
            onTyping={chat.sendTyping}
            onSend={(text, files) => {
              chat.sendMessage(text, files);
            }}
          />
        )}
      </div>
    </section>
  );
}

function RoomHeader({ chat }: { chat: UseLiveChat }) {
  const [asking, setAsking] = useState(false);
  const toast = useToast();
  const end = () => {
    chat.end().catch((error) => {
      toast({ tone: 'danger', title: 'The chat did not end', text: errorMessage(error) });
    });
  };
  return (
    <header className={styles.head}>
      {chat.agentName ? (
        <Avatar name={chat.agentName} size={36} />
      ) : (
        <span className={styles.sign}>
          <MessagesSquare size={18} aria-hidden />
        </span>
      )}
      <div className={styles.who}>
        <h1 className={styles.name} tabIndex={-1} data-page-title>
          {chat.agentName ?? 'Chat'}
        </h1>
        <p className={styles.sub}>{subtitle(chat)}</p>
      </div>
      {chat.status === 'closed' ? null : (
        <Button size="s" icon={<LogOut size={15} aria-hidden />} onClick={() => setAsking(true)}>
          End chat
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="End this chat?"
        description="You can read it again under “Earlier chats”. To go on later, just close the page instead."
        action="End chat"
        onConfirm={end}
      />
    </header>
  );
}

function subtitle(chat: UseLiveChat): string {
  if (chat.status === 'closed') return 'Ended';
  if (chat.topic) return chat.topic;
  if (chat.status === 'waiting') return 'Waiting for someone to join';
  return chat.status === 'active' ? 'Support' : 'Opening …';
}

function QueueNotice({ chat }: { chat: UseLiveChat }) {
  const { waitingPosition: position, estimatedWaitSeconds: seconds } = chat;
  return (
    <Notice icon={<Clock size={16} aria-hidden />} live>
      {position === null
        ? 'Waiting for the next free colleague.'
        : position === 1
          ? 'You are next.'
          : `You are number ${position} in the queue.`}{' '}
      {seconds === null ? null : `It takes ${waitTime(seconds)}.`} You can already write.
    </Notice>
  );
}

function Closed({ chat }: { chat: UseLiveChat }) {
  return (
    <div className={styles.closed}>
      <p>This chat has ended.</p>
      <Button variant="primary" onClick={chat.reset}>
        Start a new chat
      </Button>
      <ButtonLink to="/">Help centre</ButtonLink>
    </div>
  );
}

function useThreadItems(chat: UseLiveChat): ThreadItem[] {
  const { messages, retry, discard, sessionId, status, agentName } = chat;
  const lastSeq = messages.findLast((message) => message.seq !== null)?.seq ?? 0;
  const events = useChatEvents({ sessionId, status, agentName }, lastSeq);
  return useMemo(
    () =>
      interleave(messages, events).map(
        (item): ThreadItem =>
          'text' in item
            ? { kind: 'event', id: item.id, time: item.time, text: item.text }
            : chatEntry(item, item.sender === 'user', { onRetry: retry, onDiscard: discard }),
      ),
    [messages, events, retry, discard],
  );
}

/** The last own message, if the agent has read it. */
function lastSeenKey({ messages, agentReadSeq }: UseLiveChat): string | null {
  const last = messages.findLast((message) => message.sender === 'user' && message.seq !== null);
  return last?.seq && last.seq <= agentReadSeq ? last.key : null;
}
