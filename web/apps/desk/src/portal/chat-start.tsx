/** Before a chat: who is there, and the form that opens one or leaves a message. */

import type { MessageLeft } from '@frontdesk/client';
import { type UseLiveChat, type UseUploadList, useUploadList } from '@frontdesk/react';
import { ArrowLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'react-router';
import { Loading, PageTitle } from '../ui';
import { ClosedNotice, WaitHint } from './chat-availability';
import {
  type ChatDraft,
  EMPTY_CHAT_DRAFT,
  keepChatDraft,
  readChatDraft,
  topicOf,
  withUnsent,
} from './chat-draft';
import { OpenElsewhere } from './chat-elsewhere';
import { MessageLeftPanel } from './chat-left';
import { useAvailability, usePreChatForm } from './chat-queries';
import styles from './chat-start.module.css';
import { StartForm } from './chat-start-form';
import { ChatUnsent } from './chat-unsent';
import { ConnectionBanner } from './connection-banner';
import { t } from './locales';
import { CONVERSATIONS_PATH } from './paths';
import { t as talk } from './talk/locales';

export function ChatStart({ chat }: { chat: UseLiveChat }) {
  const files = useUploadList('chat-start');
  const [draft, setDraft] = useKeptDraft(chat, files);
  const [left, setLeft] = useState<MessageLeft | null>(null);
  const form = usePreChatForm();
  const availability = useAvailability(topicOf(draft, form.data)?.id);

  if (left) {
    return (
      <MessageLeftPanel
        left={left}
        timeZone={availability.data?.timeZone ?? 'UTC'}
        onDone={() => setLeft(null)}
      />
    );
  }
  if (availability.isPending || form.isPending) return <Loading label={talk.lookingWhoIsThere} />;
  // Where it is not known who is there, a chat can be begun all the same.
  const now = availability.data ?? null;
  const isClosed = now !== null && !now.open;
  return (
    <div className={styles.start}>
      <PageTitle
        back={
          <Link to={CONVERSATIONS_PATH}>
            <ArrowLeft size={15} aria-hidden /> {t.conversations}
          </Link>
        }
        lead={isClosed ? talk.itBecomesATicket : talk.aPersonAnswers}
      >
        {isClosed ? talk.leaveUsAMessage : t.chatWithUs}
      </PageTitle>
      <div className={styles.notices}>
        <ConnectionBanner chat={chat} />
        <ChatUnsent chat={chat} />
        <OpenElsewhere offerOpen={chat.status === 'idle'} onGoOn={() => chat.connect()} />
        {isClosed ? <ClosedNotice availability={now} /> : null}
        {now?.open ? <WaitHint availability={now} /> : null}
      </div>
      <StartForm
        chat={chat}
        availability={now}
        form={form.data?.enabled ? form.data : null}
        suggests={form.data?.suggestArticles ?? true}
        draft={draft}
        files={files}
        onChange={setDraft}
        onLeft={(left) => {
          setDraft(EMPTY_CHAT_DRAFT);
          setLeft(left);
        }}
      />
    </div>
  );
}

/**
 * The draft, kept for this tab. What a start that failed has left unsent comes back into it, so
 * that it is neither lost nor sent twice.
 */
function useKeptDraft(
  chat: UseLiveChat,
  { adopt }: UseUploadList,
): [ChatDraft, (draft: ChatDraft) => void] {
  const [draft, setDraft] = useState(readChatDraft);
  const { messages, status, discard } = chat;
  useEffect(() => keepChatDraft(draft), [draft]);
  useEffect(() => {
    if (status !== 'idle') return;
    for (const { state, content, clientId, files } of messages) {
      if (state !== 'failed' || !clientId) continue;
      setDraft((before) => ({ ...before, message: withUnsent(before.message, content) }));
      adopt(files);
      discard(clientId);
    }
  }, [messages, status, discard, adopt]);
  return [draft, setDraft];
}
