/** What was found in the help centre: articles, and one's own tickets and chats. */

import type { ChatHit, FaqHit, SearchAnswer, SearchHitType, TicketHit } from '@frontdesk/client';
import { MessagesSquare, Ticket } from 'lucide-react';
import { Highlighted, RelativeTime, StatusPill } from '../ui';
import { type ArticleRow, ArticleRows } from './article-list';
import { t } from './locales';
import { articlePath, chatPath, ticketPath } from './paths';
import { useCategoryName } from './queries';
import styles from './search-page.module.css';
import { t as talk } from './talk/locales';

export interface SearchResultListsProps {
  answer: SearchAnswer;
  onOpen: (type: SearchHitType, id: string) => void;
}

export function SearchResultLists({ answer, onOpen }: SearchResultListsProps) {
  const categoryName = useCategoryName();
  const { faq, tickets, chats = [] } = answer;
  const parts: { type: SearchHitType; heading: string; label: string; rows: ArticleRow[] }[] = [
    {
      type: 'faq',
      heading: t.articlesHeading,
      label: talk.articlesFound,
      rows: faq.map((hit) => articleRow(hit, categoryName)),
    },
    {
      type: 'tickets',
      heading: talk.myTickets,
      label: talk.ticketsFound,
      rows: tickets.map(ticketRow),
    },
    { type: 'chats', heading: talk.myChats, label: talk.chatsFound, rows: chats.map(chatRow) },
  ];
  const shown = parts.filter(({ rows }) => rows.length > 0);
  return shown.map(({ type, heading, label, rows }) => (
    <section key={type} aria-label={heading}>
      {shown.length > 1 || type !== 'faq' ? <h2 className={styles.heading}>{heading}</h2> : null}
      <ArticleRows label={label} rows={rows} onOpen={(id) => onOpen(type, id)} />
    </section>
  ));
}

function articleRow(hit: FaqHit, categoryName: (slug: string) => string): ArticleRow {
  return {
    id: hit.id,
    to: articlePath(hit.slug),
    title: <Highlighted html={hit.highlight.title} />,
    excerpt: <Highlighted markdown html={hit.highlight.body} />,
    meta: categoryName(hit.category),
  };
}

function ticketRow(hit: TicketHit): ArticleRow {
  return {
    id: hit.id,
    to: ticketPath(hit.id),
    icon: <Ticket size={18} aria-hidden />,
    title: (
      <>
        #{hit.number} <Highlighted html={hit.highlight.title} />
      </>
    ),
    excerpt: <Highlighted html={hit.highlight.body} />,
    meta: (
      <>
        <StatusPill status={hit.status} />
        <RelativeTime time={hit.updatedAt} />
      </>
    ),
  };
}

function chatRow(hit: ChatHit): ArticleRow {
  return {
    id: hit.id,
    to: chatPath(hit.status === 'closed' ? hit.id : undefined),
    icon: <MessagesSquare size={18} aria-hidden />,
    title: hit.highlight.title ? <Highlighted html={hit.highlight.title} /> : talk.aChat,
    excerpt: <Highlighted html={hit.highlight.body} />,
    meta: <RelativeTime time={hit.createdAt} />,
  };
}
