/** The customer's conversations: tickets and chats in one list, what was said last comes first. */

import type { OwnConversation, OwnStatus } from '@frontdesk/client';
import { SEARCH_MIN_CHARS } from '@frontdesk/react';
import { Inbox, PenLine } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useDeskConfig } from '../session';
import {
  ButtonLink,
  ChoiceChips,
  EmptyState,
  ErrorState,
  Loading,
  LoadMore,
  PageTitle,
  TextField,
  useDocumentTitle,
} from '../ui';
import { ConversationRow } from './conversation-row';
import { ConversationsFound } from './conversations-found';
import styles from './conversations-page.module.css';
import { t } from './locales';
import { useOwnConversations } from './queries';
import { t as talk } from './talk/locales';
import { useDebounced } from './use-debounced';

const STATUSES: readonly OwnStatus[] = ['open', 'closed'];
/** How long one pauses before what one has typed is searched for (milliseconds). */
const PAUSE_MS = 250;

export default function ConversationsPage() {
  const { name } = useDeskConfig();
  useDocumentTitle(t.conversations, name);
  const [params, setParams] = useSearchParams();
  const status = STATUSES.find((each) => each === params.get('status')) ?? '';
  const [words, setWords] = useState(params.get('q') ?? '');
  const settled = useDebounced(words.trim(), PAUSE_MS);
  useEffect(() => {
    setParams(
      (before) => {
        if (settled) before.set('q', settled);
        else before.delete('q');
        return before;
      },
      { replace: true },
    );
  }, [settled, setParams]);
  const isSearch = [...settled].length >= SEARCH_MIN_CHARS;
  return (
    <>
      <PageTitle actions={<BeginButton />}>{t.conversations}</PageTitle>
      <div className={styles.tools}>
        <ChoiceChips
          label={talk.status}
          options={[
            { value: '' as OwnStatus | '', label: talk.all },
            { value: 'open', label: talk.openOnes },
            { value: 'closed', label: talk.closedOnes },
          ]}
          value={isSearch ? undefined : status}
          onChange={(next) => {
            setWords('');
            setParams(next ? { status: next } : {}, { replace: true });
          }}
        />
        <TextField
          className={styles.search}
          type="search"
          label={talk.searchConversations}
          hideLabel
          placeholder={talk.searchConversations}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </div>
      {isSearch ? <ConversationsFound words={settled} /> : <Listed status={status} />}
    </>
  );
}

function BeginButton() {
  return (
    <ButtonLink to="/contact" variant="primary" icon={<PenLine size={16} aria-hidden />}>
      {talk.newConversation}
    </ButtonLink>
  );
}

function Listed({ status }: { status: OwnStatus | '' }) {
  const list = useOwnConversations(status);
  const conversations = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.isPending) return <Loading label={talk.loadingConversations} />;
  if (list.isError && conversations.length === 0) {
    return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  }
  if (conversations.length === 0) return <Nothing status={status} />;
  return (
    <>
      <Rows conversations={conversations} />
      <LoadMore
        auto
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onLoad={() => void list.fetchNextPage()}
      />
    </>
  );
}

function Rows({ conversations }: { conversations: readonly OwnConversation[] }) {
  return (
    <ul className={styles.rows} aria-label={t.conversations}>
      {conversations.map((conversation) => (
        <ConversationRow key={conversation.id} conversation={conversation} />
      ))}
    </ul>
  );
}

function Nothing({ status }: { status: OwnStatus | '' }) {
  return (
    <EmptyState
      icon={<Inbox size={26} aria-hidden />}
      title={status === '' ? talk.noConversations : talk.noneWithStatus}
      action={status === '' ? <BeginButton /> : undefined}
    >
      {status === '' ? talk.whatYouWriteAppears : talk.chooseAnotherStatus}
    </EmptyState>
  );
}
