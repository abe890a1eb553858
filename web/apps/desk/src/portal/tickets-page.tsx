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
  RelativeTime,
  StatusPill,
  statusLabel,
  useDocumentTitle,
} from '../ui';
import { t } from './locales';
import { ticketPath } from './paths';
import { useCategoryName, useMyTickets } from './queries';
import styles from './tickets-page.module.css';

const STATUSES: readonly TicketStatus[] = ['open', 'in-progress', 'resolved', 'closed'];
const filters = () => [
  { value: '' as TicketStatus | '', label: t.all },
  ...STATUSES.map((value) => ({ value, label: statusLabel(value) })),
];

export default function TicketsPage() {
  const { name } = useDeskConfig();
  useDocumentTitle(t.myTickets, name);
  const [params, setParams] = useSearchParams();
  const status = STATUSES.find((each) => each === params.get('status')) ?? '';
  const list = useMyTickets(status);
  const tickets = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <PageTitle
        actions={
          <ButtonLink to="/contact" variant="primary" icon={<PenLine size={16} aria-hidden />}>
            {t.newTicket}
          </ButtonLink>
        }
      >
        {t.myTickets}
      </PageTitle>
      <ChoiceChips
        label={t.status}
        options={filters()}
        value={status}
        onChange={(next) => setParams(next ? { status: next } : {}, { replace: true })}
      />
      <div className={styles.list}>
        {list.isPending ? <Loading label={t.loadingYourTickets} /> : null}
        {list.isError ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : null}
        {list.isSuccess && tickets.length === 0 ? <NoTickets filtered={status !== ''} /> : null}
        {tickets.length > 0 ? (
          <ul className={styles.rows} aria-label={t.myTickets}>
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
        <Link to={ticketPath(ticket.id)} className={styles.subject} dir="auto">
          {ticket.subject}
        </Link>
        <p className={styles.meta}>
          <span>#{ticket.number}</span>
          <span>{categoryName(ticket.category)}</span>
          <span>{t.updated(<RelativeTime time={ticket.updatedAt} />)}</span>
          {ticket.responseCount > 0 ? (
            <span className={styles.responses}>
              <MessageSquare size={13} aria-hidden /> {t.responses(ticket.responseCount)}
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
      title={filtered ? t.noneWithStatus : t.youHaveNoTickets}
      action={filtered ? undefined : <ButtonLink to="/contact">{t.writeToUs}</ButtonLink>}
    >
      {filtered ? t.chooseAnotherStatus : t.whatYouWriteAppears}
    </EmptyState>
  );
}
