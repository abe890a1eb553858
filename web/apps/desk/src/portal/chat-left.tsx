/** After a message was left: the ticket that it has become, and when to expect the answer. */

import type { MessageLeft } from '@frontdesk/client';
import { MailCheck } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button, ButtonLink, EmptyState } from '../ui';
import { Moment } from './chat-availability';
import { t } from './locales';
import { ticketPath } from './paths';

export interface MessageLeftProps {
  left: MessageLeft;
  timeZone: string;
  onDone: () => void;
}

export function MessageLeftPanel({ left, timeZone, onDone }: MessageLeftProps) {
  const panel = useRef<HTMLElement>(null);
  // The form that had the focus is gone.
  useEffect(() => panel.current?.focus(), []);
  return (
    <section ref={panel} tabIndex={-1} aria-label={t.messageIsWithUs}>
      <EmptyState
        heading="h1"
        icon={<MailCheck size={28} aria-hidden />}
        title={t.messageIsWithUs}
        action={
          <>
            <ButtonLink to={ticketPath(left.ticketId)} variant="primary">
              {t.seeTicket(left.number)}
            </ButtonLink>
            <Button onClick={onDone}>{t.backToChat}</Button>
          </>
        }
      >
        <p>
          {t.itIsTicket(left.number)}{' '}
          {left.expectedAnswerAt
            ? t.answeredBy(
                <strong>
                  <Moment time={left.expectedAnswerAt} zone={timeZone} />
                </strong>,
              )
            : t.answeredSoon}{' '}
          {t.notifiedHere}
        </p>
      </EmptyState>
    </section>
  );
}
