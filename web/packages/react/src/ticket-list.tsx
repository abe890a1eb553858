// The caller's tickets, page after page, newest first. Its look is in `styles/tickets.css`; the list
// without one is `useTicketPages`.

import { sentence, type TicketStatus } from '@frontdesk/client';
import type { MouseEvent } from 'react';
import type { SomeMessages } from './messages';
import { useMessages } from './messages-context';
import { type ClassNames, slotsOf } from './slots';
import type { ListedTicket } from './ticket-cache';
import { relativeTime, wholeTime } from './times';
import { useTicketPages } from './use-ticket-pages';

export type TicketListSlot =
  | 'root'
  | 'list'
  | 'item'
  | 'subject'
  | 'meta'
  | 'status'
  | 'note'
  | 'button';

export interface TicketListProps {
  /** All when it is missing. */
  status?: TicketStatus;
  /** Where a ticket is read. Without it, and without `onOpen`, a ticket is no link. */
  hrefOf?(ticket: ListedTicket): string;
  /** A ticket was chosen; the browser does not follow the link then. */
  onOpen?(ticket: ListedTicket): void;
  messages?: SomeMessages['tickets'];
  classNames?: ClassNames<TicketListSlot>;
}

export function TicketList({ status, hrefOf, onOpen, messages, classNames }: TicketListProps) {
  const catalogue = useMessages();
  const words = { ...catalogue.tickets, ...messages };
  const slot = slotsOf('tickets', classNames);
  const { tickets, loading, loadingMore, hasMore, loadMore, error, refresh } = useTicketPages({
    status,
  });
  return (
    <section {...slot('root')} aria-label={words.label} aria-busy={loading || undefined}>
      {loading ? (
        <p {...slot('note')} role="status">
          {words.loading}
        </p>
      ) : null}
      {error ? (
        <div {...slot('note')} role="alert">
          <p>{sentence(error.message)}</p>
          <button {...slot('button')} type="button" onClick={() => void refresh()}>
            {words.retry}
          </button>
        </div>
      ) : null}
      {!loading && !error && tickets.length === 0 ? <p {...slot('note')}>{words.none}</p> : null}
      {tickets.length > 0 ? (
        <ul {...slot('list')}>
          {tickets.map((ticket) => (
            <li key={ticket.id} {...slot('item')} data-pending={ticket.pending || undefined}>
              <div {...slot('subject')}>
                <Subject ticket={ticket} hrefOf={hrefOf} onOpen={onOpen} />
              </div>
              <p {...slot('meta')}>
                {ticket.pending ? (
                  <span role="status">{words.pending}</span>
                ) : (
                  <>
                    <span>{words.number(ticket.number)}</span>
                    <time
                      dateTime={ticket.updatedAt}
                      title={wholeTime(ticket.updatedAt, catalogue.locale)}
                      suppressHydrationWarning
                    >
                      {words.updated(
                        relativeTime(
                          ticket.updatedAt,
                          Date.now(),
                          catalogue.bell.justNow,
                          catalogue.locale,
                        ),
                      )}
                    </time>
                  </>
                )}
              </p>
              <span {...slot('status')} data-status={ticket.status}>
                {words.status[ticket.status]}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {hasMore ? (
        <button
          {...slot('button')}
          type="button"
          aria-disabled={loadingMore || undefined}
          onClick={() => void loadMore()}
        >
          {loadingMore ? words.loading : words.more}
        </button>
      ) : null}
    </section>
  );
}

function Subject({
  ticket,
  hrefOf,
  onOpen,
}: { ticket: ListedTicket } & Pick<TicketListProps, 'hrefOf' | 'onOpen'>) {
  if (ticket.pending || (!hrefOf && !onOpen)) return <bdi>{ticket.subject}</bdi>;
  if (!hrefOf) {
    return (
      <button type="button" onClick={() => onOpen?.(ticket)}>
        <bdi>{ticket.subject}</bdi>
      </button>
    );
  }
  const follow = (event: MouseEvent) => {
    const isPlain = !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0;
    if (!onOpen || !isPlain) return;
    event.preventDefault();
    onOpen(ticket);
  };
  return (
    <a href={hrefOf(ticket)} onClick={follow}>
      <bdi>{ticket.subject}</bdi>
    </a>
  );
}
