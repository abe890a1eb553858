/** Where the link at the end of a mail leads: says what will stop, stops it by one click, undoes it. */
import type { Unsubscription } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { MailCheck, MailX } from 'lucide-react';
import { Link, useSearchParams } from 'react-router';
import { typeWords } from '../notifications/words';
import { useDeskConfig } from '../session';
import {
  Button,
  EmptyState,
  ErrorState,
  errorMessage,
  Loading,
  Notice,
  useDocumentTitle,
} from '../ui';
import { NOTIFICATIONS_PATH } from './paths';

export default function UnsubscribePage() {
  const { name } = useDeskConfig();
  useDocumentTitle('Unsubscribe', name);
  const [address] = useSearchParams();
  const token = address.get('token') ?? '';
  const { api } = useFrontdesk();
  const link = useQuery({
    queryKey: ['unsubscription', token],
    queryFn: ({ signal }) => api.preferences.unsubscription(token, { signal }),
    enabled: token !== '',
    retry: false,
  });
  const act = useMutation({
    mutationFn: (stop: boolean) =>
      stop ? api.preferences.unsubscribeByLink(token) : api.preferences.resubscribeByLink(token),
    onSuccess: () => link.refetch(),
  });
  if (token === '') return <BadLink />;
  if (link.isPending) return <Loading label="Reading the link" />;
  if (link.isError) {
    const { code } = link.error as { code?: string };
    const isBad = code === 'invalid-input' || code === 'not-found' || code === 'forbidden';
    return isBad ? (
      <BadLink />
    ) : (
      <ErrorState error={link.error} onRetry={() => void link.refetch()} />
    );
  }
  const { unsubscribed } = link.data;
  return (
    <div role="status">
      <EmptyState
        heading="h1"
        icon={unsubscribed ? <MailX size={26} aria-hidden /> : <MailCheck size={26} aria-hidden />}
        title={unsubscribed ? 'You get no more of this mail' : 'Stop this mail?'}
        action={
          <Button
            variant={unsubscribed ? 'secondary' : 'primary'}
            busy={act.isPending}
            onClick={() => act.mutate(!unsubscribed)}
          >
            {unsubscribed ? 'Undo: send it again' : 'Unsubscribe'}
          </Button>
        }
      >
        <p>{what(link.data, name)}</p>
        {act.isError ? (
          <Notice tone="danger" live>
            {errorMessage(act.error)}
          </Notice>
        ) : null}
        <p>
          Other mail is not affected. <Link to={NOTIFICATIONS_PATH}>All notification settings</Link>
        </p>
      </EmptyState>
    </div>
  );
}

function what(
  { type, subject, conversationId, unsubscribed }: Unsubscription,
  desk: string,
): string {
  const tense = unsubscribed ? 'no longer mails' : 'will no longer mail';
  if (conversationId)
    return `${desk} ${tense} you about ${subject ? `“${subject}”` : 'this conversation'}.`;
  const kind = type ? typeWords(type).label.toLowerCase() : 'notifications';
  return `${desk} ${tense} you this kind of message: ${kind}.`;
}

function BadLink() {
  return (
    <EmptyState
      heading="h1"
      icon={<MailX size={26} aria-hidden />}
      title="This link does not work"
      action={<Link to={NOTIFICATIONS_PATH}>Notification settings</Link>}
    >
      It may be incomplete: please use the whole link of the mail. When you are signed in, you can
      also choose in your settings what we mail you.
    </EmptyState>
  );
}
