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
import { t } from './locales';
import { NOTIFICATIONS_PATH } from './paths';

export default function UnsubscribePage() {
  const { name } = useDeskConfig();
  useDocumentTitle(t.unsubscribe, name);
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
  if (link.isPending) return <Loading label={t.readingLink} />;
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
        title={subscribed ? t.stopThisMail : t.noMoreOfThisMail}
        action={
          <Button
            variant={subscribed ? 'primary' : 'secondary'}
            busy={act.isPending}
            onClick={() => act.mutate(!subscribed)}
          >
            {subscribed ? t.unsubscribe : t.undoSendAgain}
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
          {t.otherMail} <Link to={NOTIFICATIONS_PATH}>{t.allNotificationSettings}</Link>
        </p>
      </EmptyState>
    </div>
  );
}

function what({ type, conversationId, subscribed }: MailSubscription, desk: string): string {
  if (conversationId || !type) {
    return subscribed ? t.willNotMailAbout(desk) : t.doesNotMailAbout(desk);
  }
  const kind = typeWords(type).label;
  return subscribed ? t.willNotMailType(desk, kind) : t.doesNotMailType(desk, kind);
}

function BadLink() {
  return (
    <EmptyState
      heading="h1"
      icon={<MailX size={26} aria-hidden />}
      title={t.linkDoesNotWork}
      action={<Link to={NOTIFICATIONS_PATH}>{t.notificationSettings}</Link>}
    >
      {t.linkDoesNotWorkWhy}
    </EmptyState>
  );
}
