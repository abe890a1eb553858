// Mail that came in and what became of each; what could not be dealt with is looked at here and
// read again. For admins.

import type { InboundMailState } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { MailOpen } from 'lucide-react';
import { useState } from 'react';
import { EmptyState, ErrorState, Loading, LoadMore, Notice, Select } from '../../../ui';
import { useConsole } from '../../shared/console-context';
import { keys } from '../../shared/queries';
import { Rows } from '../parts/list-part';
import { SectionBody } from '../section-body';
import { MailRow } from './mail-row';
import { STATE_OPTIONS } from './words';

const LIST_PAGE = 25;
const REFRESH_MS = 10_000;
const LEAD =
  'Every mail that was taken, and what became of it. A mail that could not be read is set aside with its reason; it keeps nothing behind it waiting.';

export function MailInSection() {
  const { me } = useConsole();
  return (
    <SectionBody title="Incoming mail" lead={LEAD}>
      {me.role === 'admin' ? <Mails /> : <Notice>Only admins can see this.</Notice>}
    </SectionBody>
  );
}

function Mails() {
  const { api } = useFrontdesk();
  const [state, setState] = useState<InboundMailState | ''>('');
  const list = useInfiniteQuery({
    queryKey: [...keys.inboundMail, state],
    queryFn: ({ pageParam, signal }) =>
      api.inboundMail.list(
        { state: state || undefined, cursor: pageParam, limit: LIST_PAGE },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    // Only what is at the top comes anew; who has gone back in time is left in peace.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) <= 1 ? REFRESH_MS : false),
  });
  const mails = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Select
        label="What became of it"
        value={state}
        onChange={setState}
        options={[{ value: '', label: 'Everything' }, ...STATE_OPTIONS]}
      />
      {list.isPending ? <Loading label="Loading the mails" /> : null}
      {list.isError ? <ErrorState error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess && mails.length === 0 ? (
        <EmptyState
          icon={<MailOpen size={26} aria-hidden />}
          title={state ? 'No such mail' : 'No mail yet'}
        >
          {state
            ? 'No mail that came in is of this kind.'
            : 'Mails appear here once a mailbox or a mail provider is set up.'}
        </EmptyState>
      ) : null}
      {mails.length > 0 ? (
        <Rows>
          {mails.map((mail) => (
            <MailRow key={mail.id} mail={mail} />
          ))}
        </Rows>
      ) : null}
      <LoadMore
        hasMore={list.hasNextPage}
        loading={list.isFetchingNextPage}
        onLoad={() => void list.fetchNextPage()}
      />
    </>
  );
}
