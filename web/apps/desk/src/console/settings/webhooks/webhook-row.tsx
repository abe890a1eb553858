// One endpoint: what it gets, how it is, trying it, resting it, and its secret.

import type { Webhook } from '@frontdesk/client';
import { sentence } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Pause, Play, Send } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import {
  Badge,
  Button,
  ConfirmDialog,
  errorMessage,
  Notice,
  RelativeTime,
  useToast,
} from '../../../ui';
import { paths } from '../../shared/paths';
import { keys } from '../../shared/queries';
import { Row } from '../parts/row';
import { TestResult } from './test-result';
import { eventWords, shortName } from './webhook-draft';
import styles from './webhooks.module.css';

export interface WebhookRowProps {
  webhook: Webhook;
  /** Changing and removing it. */
  actions: ReactNode;
  /** A new secret was made: it is shown this once. */
  onSecret: (webhook: Webhook) => void;
}

export function WebhookRow({ webhook, actions, onSecret }: WebhookRowProps) {
  const { active, disabledReason, failingSince, lastDeliveryAt, events, url } = webhook;
  return (
    <Row
      title={webhook.description || url}
      marks={
        <>
          {active ? <Badge tone="success">Active</Badge> : <Badge>Paused</Badge>}
          {active && failingSince ? <Badge tone="warning">Failing</Badge> : null}
        </>
      }
      actions={actions}
    >
      {webhook.description ? <p>{url}</p> : null}
      <p>{eventWords(events)}</p>
      <p>
        {lastDeliveryAt ? (
          <>
            Last event <RelativeTime time={lastDeliveryAt} />.
          </>
        ) : (
          'No event yet.'
        )}{' '}
        <Link
          to={`${paths.setting('deliveries')}?channel=webhook&q=${encodeURIComponent(hostOf(url))}`}
        >
          Its deliveries
        </Link>
      </p>
      {disabledReason && !active ? (
        <Notice tone="danger">Turned off by the desk. {sentence(disabledReason)}</Notice>
      ) : null}
      {active && failingSince ? (
        <Notice tone="warning">
          Every attempt has failed since <RelativeTime time={failingSince} />. It is tried again for
          some days, then turned off.
        </Notice>
      ) : null}
      <Actions webhook={webhook} onSecret={onSecret} />
    </Row>
  );
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}

function Actions({ webhook, onSecret }: Pick<WebhookRowProps, 'webhook' | 'onSecret'>) {
  const { id, active } = webhook;
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const name = shortName(webhook);
  const onError = (error: unknown) =>
    toast({ tone: 'danger', title: 'That did not work', text: errorMessage(error) });
  const refresh = () => void queries.invalidateQueries({ queryKey: keys.webhooks });
  const test = useMutation({ mutationFn: () => api.webhooks.test(id), onError });
  const pause = useMutation({
    mutationFn: () => api.webhooks.update(id, { active: !active }),
    onSuccess: refresh,
    onError,
  });
  const rotate = useMutation({
    mutationFn: () => api.webhooks.rotateSecret(id),
    onSuccess: (rotated) => {
      refresh();
      onSecret(rotated);
    },
    onError,
  });
  return (
    <>
      <div className={styles.actions}>
        <Button
          size="s"
          icon={<Send size={15} aria-hidden />}
          busy={test.isPending}
          aria-label={`Send a test to ${name}`}
          onClick={() => test.mutate()}
        >
          Test
        </Button>
        <Button
          size="s"
          icon={active ? <Pause size={15} aria-hidden /> : <Play size={15} aria-hidden />}
          busy={pause.isPending}
          aria-label={`${active ? 'Pause' : 'Resume'} ${name}`}
          onClick={() => pause.mutate()}
        >
          {active ? 'Pause' : 'Resume'}
        </Button>
        <Button
          size="s"
          icon={<KeyRound size={15} aria-hidden />}
          busy={rotate.isPending}
          aria-label={`New secret for ${name}`}
          onClick={() => setAsking(true)}
        >
          New secret
        </Button>
      </div>
      {test.data ? <TestResult key={test.data} deliveryId={test.data} /> : null}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Make a new secret?"
        description="For 24 hours, requests are signed with the old and the new one, so that you have time to change it at the other side. Then only the new one holds."
        action="Make a new secret"
        variant="primary"
        onConfirm={() => rotate.mutate()}
      />
    </>
  );
}
