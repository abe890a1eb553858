// What is stored: how much, in which state, and its upkeep. For admins.

import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { ErrorState, Loading, Notice } from '../../../ui';
import { useConsole } from '../../shared/console-context';
import { keys } from '../../shared/queries';
import { SectionBody } from '../section-body';
import { Figures } from './figures';
import { Plots } from './plots';
import { StoredFiles } from './stored-files';
import { Upkeep } from './upkeep';

/** While it is looked at, jobs and scans change it. */
const REFRESH_MS = 10_000;
const LEAD =
  'Every file that was uploaded here: how much room they take, what the virus scanner found, and what can be cleared away.';

export function StorageSection() {
  const { me } = useConsole();
  return (
    <SectionBody wide title="Storage" lead={LEAD}>
      {me.role === 'admin' ? <Storage /> : <Notice>Only admins can see this.</Notice>}
    </SectionBody>
  );
}

function Storage() {
  const { api } = useFrontdesk();
  const summary = useQuery({
    queryKey: keys.storage,
    queryFn: ({ signal }) => api.storage.summary({ signal }),
    refetchInterval: REFRESH_MS,
  });
  if (summary.isPending) return <Loading label="Reading what is stored" />;
  if (summary.isError) {
    return <ErrorState error={summary.error} onRetry={() => void summary.refetch()} />;
  }
  return (
    <>
      <Figures summary={summary.data} />
      <Plots summary={summary.data} />
      <StoredFiles summary={summary.data} />
      <Upkeep summary={summary.data} />
    </>
  );
}
