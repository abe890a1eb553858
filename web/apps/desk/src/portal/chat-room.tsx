/** An open chat, or one that has just ended: who is there, the messages, and where one writes. */

import { type UseLiveChat, useUploadList } from '@frontdesk/react';
import { LogOut, MessagesSquare, WifiOff } from 'lucide-react';
import { useMemo, useState } from 'react';
import { MuteButton } from '../notifications/mute-button';
import { useDeskConfig } from '../session';
import {
  Avatar,
  Button,
  Composer,
  ConfirmDialog,
  chatEntry,
  classes,
  errorMessage,
  Notice,
  Thread,
  type ThreadItem,
  useDraft,
  useToast,
} from '../ui';
import styles from './chat.module.css';
import { ChatEnded } from './chat-ended';
import { interleave, useChatEvents } from './chat-events';
import { QueueNotice } from './chat-queue';
import { ChatSound } from './chat-sound';
import { ChatUnsent } from './chat-unsent';
import { ConnectionBanner } from './connection-banner';
import { t as talk } from './talk/locales';

export function ChatRoom({ chat }: { chat: UseLiveChat }) {
  const config = useDeskConfig();
  const list = useUploadList('chat');
  const [text, setText] = useDraft('chat');
  const items = useThreadItems(chat);
  const closed = chat.status === 'closed';
  return (
    <section className={styles.room} aria-label={talk.chat}>
      <RoomHeader chat={chat} />
      <div className={styles.notices}>
        <ConnectionBanner chat={chat} />
        <ChatUnsent chat={chat} />
        {chat.status === 'waiting' && chat.sessionId ? (
          <QueueNotice chat={chat} sessionId={chat.sessionId} />
        ) : null}
        {chat.status === 'active' && chat.agentOnline === false ? <AgentGone chat={chat} /> : null}
        {chat.error && chat.connection.status === 'online' ? (
          <Notice tone="danger" live>
            {errorMessage(chat.error)}
          </Notice>
        ) : null}
      </div>
      <Thread
        scroll
        className={styles.thread}
        label={talk.messages}
        items={items}
        typing={chat.isTyping ? (chat.agentName ?? talk.theAgent) : null}
        receipts
      />
      <div className={classes(styles.compose, closed && styles.after)}>
        {closed ? (
          <ChatEnded chat={chat} />
        ) : (
          <Composer
            label={chat.agentName ? talk.messageTo(chat.agentName) : talk.message}
            placeholder={talk.writeAMessage}
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
      toast({ tone: 'danger', title: talk.chatDidNotEnd, text: errorMessage(error) });
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
          <bdi>{chat.agentName ?? talk.chat}</bdi>
        </h1>
        <p className={styles.sub}>
          <bdi>{subtitle(chat)}</bdi>
        </p>
      </div>
      {chat.status === 'closed' ? null : <ChatSound />}
      {chat.status === 'closed' || !chat.sessionId ? null : (
        <MuteButton compact conversationId={chat.sessionId} noun="chat" />
      )}
      {chat.status === 'closed' ? null : (
        <Button size="s" icon={<LogOut size={15} aria-hidden />} onClick={() => setAsking(true)}>
          {talk.endChat}
        </Button>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={talk.endThisChat}
        description={talk.endThisChatWhat}
        action={talk.endChat}
        onConfirm={end}
      />
    </header>
  );
}

function subtitle(chat: UseLiveChat): string {
  if (chat.status === 'closed') return talk.ended;
  if (chat.topic) return chat.topic;
  if (chat.status === 'waiting') return talk.waitingForSomeone;
  return chat.status === 'active' ? talk.support : talk.opening;
}

/** Only worth saying while one's own line is up: otherwise nothing is known. */
function AgentGone({ chat }: { chat: UseLiveChat }) {
  if (!chat.connected) return null;
  return (
    <Notice icon={<WifiOff size={16} aria-hidden />} live>
      {talk.agentGone(chat.agentName ?? talk.theAgent)}
    </Notice>
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
