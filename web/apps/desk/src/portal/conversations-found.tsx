/** The customer's conversations that have these words in them. */
import type { ChatHit, SearchHitType, TicketHit } from '@frontdesk/client';
import { useSearch } from '@frontdesk/react';
import { SearchX } from 'lucide-react';
import { Link } from 'react-router';
import { EmptyState, ErrorState, Highlighted, Loading, LoadMore } from '../ui';
import { Row, type RowProps } from './conversation-row';
import styles from './conversations-page.module.css';
import { t } from './locales';
import { searchPath } from './paths';
import { t as talk } from './talk/locales';

const PAGE = 20;

export interface FoundRow extends Omit<RowProps, 'onOpen'> {
  type: SearchHitType;
}

/** What was found of both kinds, the newest first; a ticket that was a chat stands there once. */
export function foundRows(tickets: readonly TicketHit[], chats: readonly ChatHit[]): FoundRow[] {
  const known = new Set(tickets.map(({ id }) => id));
  const rows = [
    ...tickets.map(ticketRow),
    ...chats.filter(({ id }) => !known.has(id)).map(chatRow),
  ];
  return rows.sort((a, b) => Date.parse(b.time) - Date.parse(a.time));
}

export function ConversationsFound({ words }: { words: string }) {
  const tickets = useSearch({ q: words, type: 'tickets', sort: 'newest', limit: PAGE });
  const chats = useSearch({ q: words, type: 'chats', sort: 'newest', limit: PAGE });
  const both = [tickets, chats];
  const rows = foundRows(tickets.answer?.tickets ?? [], chats.answer?.chats ?? []);
  const failed = both.find(({ error }) => error !== null);
  if (failed) {
    const retry = () => {
      for (const each of both) each.retry();
    };
    return <ErrorState error={failed.error} onRetry={retry} />;
  }
  const isLoading = both.some(({ loading }) => loading);
  if (isLoading && rows.length === 0) return <Loading label={talk.searching} />;
  const toEverything = <Link to={searchPath(words)}>{t.searchHelpCentre}</Link>;
  return (
    <div aria-busy={isLoading}>
      <p className="visually-hidden" role="status">
        {isLoading ? '' : talk.results(rows.length)}
      </p>
      {rows.length === 0 ? (
        <EmptyState
          icon={<SearchX size={26} aria-hidden />}
          title={talk.nothingFound(words)}
          action={toEverything}
        >
          {talk.noConversationWithWords}
        </EmptyState>
      ) : (
        <ul className={styles.rows} aria-label={t.conversations}>
          {rows.map(({ type, ...row }) => {
            const { opened } = type === 'tickets' ? tickets : chats;
            const { id } = row.conversation;
            return <Row key={id} {...row} onOpen={() => opened(type, id)} />;
          })}
        </ul>
      )}
      <LoadMore
        hasMore={both.some(({ hasMore }) => hasMore)}
        loading={both.some(({ loadingMore }) => loadingMore)}
        onLoad={() => {
          for (const each of both) if (each.hasMore) each.loadMore();
        }}
      />
    </div>
  );
}

function ticketRow(hit: TicketHit): FoundRow {
  return {
    type: 'tickets',
    conversation: { id: hit.id, kind: 'ticket', chatStatus: null, ticketStatus: hit.status },
    title: <Highlighted html={hit.highlight.title} />,
    excerpt: <Highlighted html={hit.highlight.body} />,
    number: hit.number,
    time: hit.updatedAt,
  };
}

function chatRow(hit: ChatHit): FoundRow {
  return {
    type: 'chats',
    conversation: { id: hit.id, kind: 'chat', chatStatus: hit.status, ticketStatus: null },
    title: hit.highlight.title ? <Highlighted html={hit.highlight.title} /> : talk.aChat,
    excerpt: <Highlighted html={hit.highlight.body} />,
    number: null,
    time: hit.createdAt,
  };
}
