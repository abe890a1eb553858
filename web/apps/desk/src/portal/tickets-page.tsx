/** The customer's own tickets. */
import type { Ticket, TicketStatus } from '@frontdesk/client';
import { Inbox, MessageSquare, PenLine } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { useDeskConfig } from '../session';
import {
  ButtonLink,
  ChoiceChips,
  EmptyState,
  ErrorState,
  Loading,
  LoadMore,
  PageTitle,
  PriorityPill,
  plural,
  RelativeTime,
  StatusPill,
  statusLabel,
  useDocumentTitle,
} from '../ui';
import { ticketPath } from './paths';
import { useCategoryName, useMyTickets } from './queries';
import styles from './tickets-page.module.css';

const STATUSES: readonly TicketStatus[] = ['open', 'in-progress', 'resolved', 'closed'];
const FILTERS = [
  { value: '' as TicketStatus | '', label: 'All' },
  ...STATUSES.map((value) => ({ value, label: statusLabel(value) })),
];

export default function TicketsPage() {
  const { name } = useDeskConfig();
  useDocumentTitle('My tickets', name);
  const [params, setParams] = useSearchParams();
  const status = STATUSES.find((each) => each === params.get('status')) ?? '';
  const list = useMyTickets(status);
  const tickets = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageTitle
        actions={
          <ButtonLink to="/contact" variant="primary" icon={<PenLine size={16} aria-hidden />}>
            New ticket
          </ButtonLink>
        }
      >
        My tickets
      </PageTitle>
      <ChoiceChips
        label="Status"
        options={FILTERS}
        value={status}
        onChange={(next) => setParams(next ? { status: next } : {}, { replace: true })}
      />
      <div className={styles.list}>
        {list.isPending ? <Loading label="Loading your tickets" /> : null}
        {list.isError ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && tickets.length === 0 ? <NoTickets filtered={status !== ''} /> : null}
        {tickets.length > 0 ? (
          <ul className={styles.rows} aria-label="My tickets">
            {tickets.map((ticket) => (
              <TicketRow key={ticket.id} ticket={ticket} />
            ))}
          </ul>
        ) : null}
        <LoadMore
          auto
          hasMore={list.hasNextPage}
          loading={list.isFetchingNextPage}
          onLoad={() => void list.fetchNextPage()}
        />
      </div>
    </>
  );
}

function TicketRow({ ticket }: { ticket: Ticket }) {
  const categoryName = useCategoryName();
  const raised = ticket.priority === 'high' || ticket.priority === 'urgent';
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <Link to={ticketPath(ticket.id)} className={styles.subject}>
          {ticket.subject}
        </Link>
        <p className={styles.meta}>
          <span>#{ticket.number}</span>
          <span>{categoryName(ticket.category)}</span>
          <span>
            Updated <RelativeTime time={ticket.updatedAt} />
          </span>
          {ticket.responseCount > 0 ? (
            <span className={styles.responses}>
              <MessageSquare size={13} aria-hidden /> {plural(ticket.responseCount, 'response')}
            </span>
          ) : null}
        </p>
      </div>
      <div className={styles.pills}>
        {raised ? <PriorityPill priority={ticket.priority} /> : null}
        <StatusPill status={ticket.status} />
      </div>
    </li>
  );
}

function NoTickets({ filtered }: { filtered: boolean }) {
  return (
    <EmptyState
      icon={<Inbox size={26} aria-hidden />}
      title={filtered ? 'None with this status' : 'You have no tickets'}
      action={filtered ? undefined : <ButtonLink to="/contact">Write to us</ButtonLink>}
    >
      {filtered ? 'Choose another status to see the rest.' : 'What you write to us appears here.'}
    </EmptyState>
  );
}
