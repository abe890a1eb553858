// What was found, a list for each kind.

import type { Highlight, SearchAnswer, SearchHitType } from '@frontdesk/client';
import { BookOpenText, Inbox, MessagesSquare, UserRound } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Badge, Highlighted, PriorityPill, RelativeTime, StatusPill } from '../../ui';
import { paths } from '../shared/paths';
import { filterOf } from './complete';
import styles from './search-page.module.css';
import { HIT_TYPES, PLACE_NAMES, TYPE_NAMES } from './words';

const MIDDLE_BUTTON = 1;

interface ResultRow {
  id: string;
  to: string;
  title: ReactNode;
  highlight: Highlight;
  /** Small facts below. */
  facts: ReactNode;
}

export interface ResultListsProps {
  answer: SearchAnswer;
  onOpen: (type: SearchHitType, id: string) => void;
}

const ICONS = { tickets: Inbox, chats: MessagesSquare, faq: BookOpenText, customers: UserRound };

export function ResultLists({ answer, onOpen }: ResultListsProps) {
  const rows = rowsOf(answer);
  return HIT_TYPES.filter((type) => rows[type].length > 0).map((type) => {
    const Icon = ICONS[type];
    return (
      <section key={type} aria-labelledby={`found-${type}`}>
        <h2 className={styles.heading} id={`found-${type}`}>
          {TYPE_NAMES[type]}
        </h2>
        <ul className={styles.rows} aria-label={`${TYPE_NAMES[type]} found`}>
          {rows[type].map((row) => (
            <li key={row.id} className={styles.row}>
              <Icon size={18} aria-hidden />
              <div className={styles.words}>
                <Link
                  to={row.to}
                  className={styles.title}
                  onClick={() => onOpen(type, row.id)}
                  onAuxClick={({ button }) => {
                    if (button === MIDDLE_BUTTON) onOpen(type, row.id);
                  }}
                >
                  {row.title}
                </Link>
                <Passage highlight={row.highlight} markdown={type === 'faq'} />
                <div className={styles.facts}>{row.facts}</div>
              </div>
            </li>
          ))}
        </ul>
      </section>
    );
  });
}

function Passage({ highlight, markdown }: { highlight: Highlight; markdown: boolean }) {
  const { body, place } = highlight;
  const where = PLACE_NAMES[place];
  if (!body) return null;
  return (
    <p className={styles.passage}>
      {where ? <Badge tone={place === 'note' ? 'warning' : 'neutral'}>{where}</Badge> : null}{' '}
      <Highlighted markdown={markdown} html={body} />
    </p>
  );
}

function rowsOf({ tickets, chats = [], faq, customers = [] }: SearchAnswer) {
  const rows: Record<SearchHitType, ResultRow[]> = {
    tickets: tickets.map((hit) => ({
      id: hit.id,
      to: paths.ticket(hit.id),
      highlight: hit.highlight,
      title: (
        <>
          #{hit.number} <Highlighted html={hit.highlight.title} />
        </>
      ),
      facts: (
        <>
          <StatusPill status={hit.status} />
          {hit.priority === 'high' || hit.priority === 'urgent' ? (
            <PriorityPill priority={hit.priority} />
          ) : null}
          <span>{hit.userName}</span>
          <RelativeTime time={hit.updatedAt} />
        </>
      ),
    })),
    chats: chats.map((hit) => ({
      id: hit.id,
      to: paths.chat(hit.id),
      highlight: hit.highlight,
      title: hit.highlight.title ? (
        <Highlighted html={hit.highlight.title} />
      ) : (
        `Chat with ${hit.userName}`
      ),
      facts: (
        <>
          <StatusPill status={hit.status} />
          <span>{hit.userName}</span>
          <RelativeTime time={hit.createdAt} />
        </>
      ),
    })),
    faq: faq.map((hit) => ({
      id: hit.id,
      to: paths.article(hit.id),
      highlight: hit.highlight,
      title: <Highlighted html={hit.highlight.title} />,
      facts: (
        <>
          {hit.isPublished ? null : <Badge tone="warning">Draft</Badge>}
          <RelativeTime time={hit.updatedAt} />
        </>
      ),
    })),
    customers: customers.map((hit) => ({
      id: hit.id,
      // There is no page of a customer: what they have written is what one looks for.
      to: paths.search(filterOf('from', hit.email ?? hit.name)),
      highlight: hit.highlight,
      title: <Highlighted html={hit.highlight.title} />,
      facts: <span>{hit.email}</span>,
    })),
  };
  return rows;
}
