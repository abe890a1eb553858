/** After a message was left: the ticket that it has become, and when to expect the answer. */
import type { MessageLeft } from '@frontdesk/client';
import { MailCheck } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button, ButtonLink, EmptyState } from '../ui';
import { Moment } from './chat-availability';
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
    <section ref={panel} tabIndex={-1} aria-label="Your message is with us">
      <EmptyState
        heading="h1"
        icon={<MailCheck size={28} aria-hidden />}
        title="Your message is with us"
        action={
          <>
            <ButtonLink to={ticketPath(left.ticketId)} variant="primary">
              See ticket #{left.number}
            </ButtonLink>
            <Button onClick={onDone}>Back to the chat</Button>
          </>
        }
      >
        <p>
          It is ticket #{left.number}.{' '}
          {left.expectedAnswerAt ? (
            <>
              As a rule, it is answered by{' '}
              <strong>
                <Moment time={left.expectedAnswerAt} zone={timeZone} />
              </strong>
              .
            </>
          ) : (
            'We answer as soon as we can.'
          )}{' '}
          You will be notified here.
        </p>
      </EmptyState>
    </section>
  );
}
