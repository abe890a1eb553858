// Who may not write to the desk, since when and why; and letting them in again.

import type { PersonProfile } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { UserCheck } from 'lucide-react';
import { Button, EmptyState, ErrorState, Loading, LoadMore } from '../../../ui';
import { momentInWords } from '../../shared/dates';
import { keys } from '../../shared/queries';
import { useCustomerChanges } from '../../shared/use-customer-changes';
import { Rows } from '../parts/list-part';
import { Row } from '../parts/row';
import { SectionBody } from '../section-body';

const LIST_PAGE = 50;

export function BlockedSection() {
  const { api } = useFrontdesk();
  const list = useInfiniteQuery({
    queryKey: keys.blocked,
    queryFn: ({ pageParam, signal }) =>
      api.people.blocked({ cursor: pageParam ?? undefined, limit: LIST_PAGE }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const people = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <SectionBody
      title="Blocked people"
      lead="They can write no messages and open no tickets. Somebody is blocked from the menu of their chat or ticket."
    >
      {list.isPending ? <Loading label="Loading the blocked people" /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && people.length === 0 ? (
        <EmptyState icon={<UserCheck size={26} aria-hidden />} title="Nobody is blocked">
          Everybody who is signed in may write.
        </EmptyState>
      ) : null}
      {people.length > 0 ? (
        <Rows>
          {people.map((person) => (
            <Blocked key={person.id} person={person} />
          ))}
        </Rows>
      ) : null}
      <LoadMore
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onLoad={() => void list.fetchNextPage()}
      />
    </SectionBody>
  );
}

function Blocked({ person }: { person: PersonProfile }) {
  const { unblock } = useCustomerChanges(person.id, person.name);
  return (
    <Row
      title={person.name}
      actions={
        <Button
          size="s"
          busy={unblock.isPending}
          aria-label={`Unblock ${person.name}`}
          onClick={() => unblock.mutate()}
        >
          Unblock
        </Button>
      }
    >
      {person.email ? <p>{person.email}</p> : null}
      {person.blockedReason ? <p>“{person.blockedReason}”</p> : null}
      {person.blockedAt ? <p>Since {momentInWords(person.blockedAt)}</p> : null}
    </Row>
  );
}
