// One delivery: where it stands, every attempt, what it tells of, and sending it again.

import type { DeliveryAttempt, DeliveryDetail } from '@frontdesk/client';
import { sentence } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { typeWords } from '../../../notifications/words';
import {
  Badge,
  Button,
  Dialog,
  ErrorState,
  errorMessage,
  Loading,
  Notice,
  useToast,
} from '../../../ui';
import { momentInWords } from '../../shared/dates';
import { keys } from '../../shared/queries';
import styles from './deliveries.module.css';
import type { DeliveryFilter } from './filter';
import {
  canReplay,
  channelName,
  durationWords,
  outcomeLook,
  reasonWords,
  stateLook,
} from './words';

/** While it is open, it may be on its way. */
const REFRESH_MS = 3_000;

export interface DeliveryDialogProps {
  id: string;
  onClose: () => void;
  /** Shows what else was sent to this person, or about this conversation. */
  onFilter: (part: Partial<DeliveryFilter>) => void;
}

export function DeliveryDialog({ id, onClose, onFilter }: DeliveryDialogProps) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const toast = useToast();
  const one = useQuery({
    queryKey: keys.delivery(id),
    queryFn: ({ signal }) => api.deliveries.get(id, { signal }),
    refetchInterval: REFRESH_MS,
  });
  const replay = useMutation({
    mutationFn: () => api.deliveries.replay(id),
    onSuccess: () => {
      toast({ tone: 'success', title: 'It is on its way again' });
      void queries.invalidateQueries({ queryKey: keys.deliveries });
    },
  });
  const delivery = one.data;
  return (
    <Dialog
      open
      size="l"
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={delivery ? `${channelName(delivery.channel)} to ${nameOf(delivery)}` : 'Delivery'}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {delivery && canReplay(delivery) ? (
            <Button
              variant="primary"
              icon={<RotateCcw size={15} aria-hidden />}
              busy={replay.isPending}
              onClick={() => replay.mutate()}
            >
              Send again
            </Button>
          ) : null}
        </>
      }
    >
      {one.isPending ? <Loading label="Loading the delivery" /> : null}
      {one.isError ? <ErrorState error={one.error} onRetry={() => void one.refetch()} /> : null}
      {replay.isError ? (
        <Notice tone="danger" live>
          It was not sent again. {errorMessage(replay.error)}
        </Notice>
      ) : null}
      {delivery ? <Detail delivery={delivery} onFilter={onFilter} /> : null}
    </Dialog>
  );
}

function nameOf({ personName, to }: DeliveryDetail): string {
  return personName ?? to ?? 'somebody';
}

interface DetailProps {
  delivery: DeliveryDetail;
  onFilter: DeliveryDialogProps['onFilter'];
}

function Detail({ delivery, onFilter }: DetailProps) {
  const { channel, state, reason, attempts, notifications, personId, conversationId } = delivery;
  const look = stateLook(state);
  return (
    <div className={styles.detail}>
      <dl className={styles.facts}>
        <Fact name="State">
          <Badge tone={look.tone}>{look.label}</Badge> {reason ? reasonWords(reason) : null}
        </Fact>
        <Fact name="To">{delivery.to}</Fact>
        <Fact name="Tells of">
          {channel === 'webhook' ? delivery.type : typeWords(delivery.type).label}
        </Fact>
        <Fact name="Made">{momentInWords(delivery.createdAt)}</Fact>
        <Fact name={state === 'waiting' || state === 'failed' ? 'Due' : 'Was due'}>
          {momentInWords(delivery.dueAt)}
        </Fact>
        <Fact name="Sent">{delivery.sentAt ? momentInWords(delivery.sentAt) : null}</Fact>
        <Fact name="Arrived">
          {delivery.deliveredAt ? momentInWords(delivery.deliveredAt) : null}
        </Fact>
        <Fact name="Idempotency key">
          <code className={styles.code}>{delivery.idempotencyKey}</code>
        </Fact>
      </dl>
      <section className={styles.part} aria-label="Attempts">
        <h3>Attempts</h3>
        {attempts.length === 0 ? <p className={styles.note}>None yet.</p> : null}
        <ol className={styles.rows}>
          {attempts.map((attempt) => (
            <Attempt key={attempt.id} attempt={attempt} />
          ))}
        </ol>
      </section>
      {notifications.length > 0 ? (
        <section className={styles.part} aria-label="Notifications in it">
          <h3>Notifications in it</h3>
          <ul className={styles.rows}>
            {notifications.map(({ id, title, createdAt, read }) => (
              <li key={id} className={styles.line}>
                <span className={styles.words}>{title ?? 'Its words are hidden'}</span>
                <span className={styles.note}>
                  {momentInWords(createdAt)} · {read ? 'read' : 'unread'}
                </span>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      <div className={styles.ways}>
        {personId ? (
          <Button size="s" onClick={() => onFilter({ personId, conversationId: '' })}>
            All to this person
          </Button>
        ) : null}
        {conversationId ? (
          <Button size="s" onClick={() => onFilter({ conversationId, personId: '' })}>
            All about this conversation
          </Button>
        ) : null}
      </div>
    </div>
  );
}

/** Nothing where there is nothing to say. */
function Fact({ name, children }: { name: string; children: ReactNode }) {
  if (children === null || children === undefined) return null;
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Attempt({ attempt }: { attempt: DeliveryAttempt }) {
  const look = outcomeLook(attempt.outcome);
  return (
    <li className={styles.line}>
      <span className={styles.words}>
        <span className={styles.title}>
          {attempt.attempt}. <Badge tone={look.tone}>{look.label}</Badge>
        </span>
        {attempt.error ? <span className={styles.error}>{sentence(attempt.error)}</span> : null}
        {attempt.providerId ? <code className={styles.code}>{attempt.providerId}</code> : null}
      </span>
      <span className={styles.note}>
        {momentInWords(attempt.at)} · {durationWords(attempt.durationMs)}
      </span>
    </li>
  );
}
