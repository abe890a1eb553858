// What has left the desk, by mail, push, SMS and webhook: how it goes, each delivery with its
// attempts, and sending again. For admins.

import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { ErrorState, Loading, Notice } from '../../../ui';
import { useConsole } from '../../shared/console-context';
import { keys } from '../../shared/queries';
import { SectionBody } from '../section-body';
import { DeliveryList } from './delivery-list';
import { Overview } from './overview';
import { ReplayDead } from './replay-dead';

/** While it is looked at, deliveries come and go. */
const REFRESH_MS = 10_000;
const LEAD =
  'Everything that was sent to people and to other systems, or could not be, with each attempt. Nothing is lost: what was given up can be sent again.';

export function DeliveriesSection() {
  const { me } = useConsole();
  return (
    <SectionBody wide title="Deliveries" lead={LEAD}>
      {me.role === 'admin' ? <Deliveries /> : <Notice>Only admins can see this.</Notice>}
    </SectionBody>
  );
}

function Deliveries() {
  const { api } = useFrontdesk();
  const summary = useQuery({
    queryKey: keys.deliverySummary,
    queryFn: ({ signal }) => api.deliveries.summary({}, { signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <>
      {summary.isPending ? <Loading label="Reading how delivery goes" /> : null}
      {summary.isError ? (
        <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />
      ) : null}
      {summary.data ? (
        <>
          <Overview summary={summary.data} />
          <ReplayDead summary={summary.data} />
        </>
      ) : null}
      <DeliveryList />
    </>
  );
}
