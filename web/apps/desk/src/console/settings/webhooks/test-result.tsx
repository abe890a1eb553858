// What an endpoint has answered to a test: its delivery is followed until there is a first answer.

import { sentence } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { errorMessage, Notice, Spinner } from '../../../ui';
import { keys } from '../../shared/queries';
import { durationWords } from '../deliveries/words';

const LOOK_AGAIN_MS = 700;

export function TestResult({ deliveryId }: { deliveryId: string }) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const delivery = useQuery({
    queryKey: keys.delivery(deliveryId),
    queryFn: ({ signal }) => api.deliveries.get(deliveryId, { signal }),
    refetchInterval: ({ state }) => (state.data?.attempts.length ? false : LOOK_AGAIN_MS),
  });
  const first = delivery.data?.attempts.at(-1);
  const answered = first !== undefined;
  useEffect(() => {
    if (answered) void queries.invalidateQueries({ queryKey: keys.webhooks });
  }, [answered, queries]);
  if (delivery.isError) {
    return (
      <Notice tone="danger" live>
        {errorMessage(delivery.error)}
      </Notice>
    );
  }
  if (!first) {
    return (
      <Notice icon={<Spinner size={16} />} live>
        The test is on its way.
      </Notice>
    );
  }
  const arrived = first.outcome === 'sent';
  return (
    <Notice tone={arrived ? 'success' : 'danger'} live>
      {arrived ? 'The test has arrived' : 'The test has failed'} after{' '}
      {durationWords(first.durationMs)}. {first.error ? sentence(first.error) : null}
    </Notice>
  );
}
