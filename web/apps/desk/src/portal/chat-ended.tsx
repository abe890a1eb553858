/** After the chat: what became of it, and the ways on. */
import type { MessageLeft } from '@frontdesk/client';
import type { UseLiveChat } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { Button, ButtonLink } from '../ui';
import styles from './chat.module.css';
import { Moment } from './chat-availability';
import { useAvailability } from './chat-queries';
import { leftKey } from './chat-queue';
import { ticketPath } from './paths';
import { useChatSession } from './queries';

export function ChatEnded({ chat }: { chat: UseLiveChat }) {
  return (
    <div className={styles.ended}>
      {chat.sessionId ? <Outcome sessionId={chat.sessionId} /> : <p>This chat has ended.</p>}
      <div className={styles.ways}>
        <Button variant="primary" onClick={chat.reset}>
          Start a new chat
        </Button>
        <ButtonLink to="/">Help centre</ButtonLink>
      </div>
    </div>
  );
}

/** The server's record of the chat: in every tab the same, whichever of them has ended it. */
function Outcome({ sessionId }: { sessionId: string }) {
  const session = useChatSession(sessionId);
  const number = session.data?.ticketNumber;
  if (typeof number !== 'number') return <p>This chat has ended.</p>;
  return <BecameTicket sessionId={sessionId} number={number} />;
}

function BecameTicket({ sessionId, number }: { sessionId: string; number: number }) {
  const { timeZone } = useAvailability().data ?? {};
  const left = useQuery<MessageLeft>({ queryKey: leftKey(sessionId), enabled: false });
  return (
    <p>
      Your message is with us as{' '}
      <ButtonLink to={ticketPath(sessionId)} size="s">
        ticket #{number}
      </ButtonLink>
      {left.data?.expectedAnswerAt && timeZone ? (
        <>
          {' '}
          As a rule, it is answered by <Moment time={left.data.expectedAnswerAt} zone={timeZone} />.
        </>
      ) : null}
    </p>
  );
}
