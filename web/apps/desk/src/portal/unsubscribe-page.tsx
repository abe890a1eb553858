/** Where the link at the end of a mail leads: says what will stop, stops it by one click, undoes it. */

import type { MailSubscription } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
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
import { t as talk } from './talk/locales';

export default function UnsubscribePage() {
  const { name } = useDeskConfig();
  useDocumentTitle(talk.unsubscribe, name);
  const [address] = useSearchParams();
  const token = address.get('token') ?? '';
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const key = ['mail-subscription', token];
  const link = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => api.preferences.mailSubscription(token, { signal }),
    enabled: token !== '',
    retry: false,
  });
  const act = useMutation({
    mutationFn: (subscribed: boolean) => api.preferences.setMailSubscription(token, subscribed),
    onSuccess: (now) => queries.setQueryData(key, now),
  });
  if (token === '') return <BadLink />;
  if (link.isPending) return <Loading label={talk.readingLink} />;
  if (link.isError) {
    const { code } = link.error as { code?: string };
    const isBad = code === 'invalid-input' || code === 'not-found' || code === 'forbidden';
    return isBad ? (
      <BadLink />
    ) : (
      <ErrorState error={link.error} onRetry={() => void link.refetch()} />
    );
  }
  const { subscribed } = link.data;
  return (
    <div role="status">
      <EmptyState
        heading="h1"
        icon={subscribed ? <MailCheck size={26} aria-hidden /> : <MailX size={26} aria-hidden />}
        title={subscribed ? talk.stopThisMail : talk.noMoreOfThisMail}
        action={
          <Button
            variant={subscribed ? 'primary' : 'secondary'}
            busy={act.isPending}
            onClick={() => act.mutate(!subscribed)}
          >
            {subscribed ? talk.unsubscribe : talk.undoSendAgain}
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
          {talk.otherMail} <Link to={NOTIFICATIONS_PATH}>{talk.allNotificationSettings}</Link>
        </p>
      </EmptyState>
    </div>
  );
}

function what({ type, conversationId, subscribed }: MailSubscription, desk: string): string {
  if (conversationId || !type) {
    return subscribed ? talk.willNotMailAbout(desk) : talk.doesNotMailAbout(desk);
  }
  const kind = typeWords(type).label;
  return subscribed ? talk.willNotMailType(desk, kind) : talk.doesNotMailType(desk, kind);
}

function BadLink() {
  return (
    <EmptyState
      heading="h1"
      icon={<MailX size={26} aria-hidden />}
      title={talk.linkDoesNotWork}
      action={<Link to={NOTIFICATIONS_PATH}>{talk.notificationSettings}</Link>}
    >
      {talk.linkDoesNotWorkWhy}
    </EmptyState>
  );
}
