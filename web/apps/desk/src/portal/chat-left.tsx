/** After a message was left: the ticket that it has become, and when to expect the answer. */

import type { MessageLeft } from '@frontdesk/client';
import { MailCheck } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button, ButtonLink, EmptyState } from '../ui';
import { Moment } from './chat-availability';
import { ticketPath } from './paths';
import { t as talk } from './talk/locales';

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
    <section ref={panel} tabIndex={-1} aria-label={talk.messageIsWithUs}>
      <EmptyState
        heading="h1"
        icon={<MailCheck size={28} aria-hidden />}
        title={talk.messageIsWithUs}
        action={
          <>
            <ButtonLink to={ticketPath(left.ticketId)} variant="primary">
              {talk.seeTicket(left.number)}
            </ButtonLink>
            <Button onClick={onDone}>{talk.backToChat}</Button>
          </>
        }
      >
        <p>
          {talk.itIsTicket(left.number)}{' '}
          {left.expectedAnswerAt
            ? talk.answeredBy(
                <strong>
                  <Moment time={left.expectedAnswerAt} zone={timeZone} />
                </strong>,
              )
            : talk.answeredSoon}{' '}
          {talk.notifiedHere}
        </p>
      </EmptyState>
    </section>
  );
}
