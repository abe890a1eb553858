// Tickets: the list with its filters, and the one that is open.

import { useCallback, useMemo } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { Panes } from '../shared/panes';
import { paths } from '../shared/paths';
import { filtersOf, searchOf, type TicketFilters } from './filters';
import { TicketList } from './ticket-list';
import { TicketPane } from './ticket-pane';

export function TicketsPage() {
  const { id } = useParams();
  const [search, setSearch] = useSearchParams();
  const filters = useMemo(() => filtersOf(search), [search]);
  const setFilters = useCallback(
    (next: TicketFilters, options?: { replace?: boolean }) => setSearch(searchOf(next), options),
    [setSearch],
  );
  const suffix = search.size > 0 ? `?${search}` : '';
  return (
    <Panes
      listLabel="Tickets"
      detailLabel="Ticket"
      list={
        <TicketList
          filters={filters}
          onFilters={setFilters}
          selected={id}
          linkTo={(ticketId) => paths.ticket(ticketId) + suffix}
        />
      }
      detail={id ? <TicketPane key={id} id={id} back={paths.tickets + suffix} /> : null}
    />
  );
}
