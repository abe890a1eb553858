/** After the chat: what became of it, what one thought of it, and the ways on. */

import type { ChatSession, MessageLeft } from '@frontdesk/client';
import type { UseLiveChat } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { Button, ButtonLink } from '../ui';
import styles from './chat.module.css';
import { Moment } from './chat-availability';
import { useAvailability } from './chat-queries';
import { leftKey } from './chat-queue';
import { ChatRating } from './chat-rating';
import { ChatTranscript } from './chat-transcript';
import { ticketPath } from './paths';
import { useChatSession } from './queries';
import { t as talk } from './talk/locales';

export function ChatEnded({ chat }: { chat: UseLiveChat }) {
  const section = useRef<HTMLElement>(null);
  // Where one wrote is gone: whoever was there goes on here.
  useEffect(() => {
    if (document.activeElement === document.body) section.current?.focus();
  }, []);
  return (
    <section ref={section} className={styles.ended} tabIndex={-1} aria-label={talk.afterTheChat}>
      {chat.sessionId ? <Record sessionId={chat.sessionId} /> : <p>{talk.thisChatHasEnded}</p>}
      <div className={styles.ways}>
        <Button variant="primary" onClick={chat.reset}>
          {talk.startANewChat}
        </Button>
        <ButtonLink to="/">{talk.helpCentre}</ButtonLink>
        {chat.sessionId ? <ChatTranscript sessionId={chat.sessionId} /> : null}
      </div>
    </section>
  );
}

/** The server's record of the chat: in every tab the same, whichever of them has ended it. */
function Record({ sessionId }: { sessionId: string }) {
  const session = useChatSession(sessionId).data;
  if (typeof session?.ticketNumber === 'number') {
    return <BecameTicket sessionId={sessionId} number={session.ticketNumber} />;
  }
  return (
    <>
      <p>{talk.thisChatHasEnded}</p>
      {session && canBeRated(session) ? <ChatRating session={session} /> : null}
    </>
  );
}

/** It is over, and somebody was there. */
export const canBeRated = ({ status, agentName, ticketNumber }: ChatSession): boolean =>
  status === 'closed' && Boolean(agentName) && typeof ticketNumber !== 'number';

function BecameTicket({ sessionId, number }: { sessionId: string; number: number }) {
  const { timeZone } = useAvailability().data ?? {};
  const left = useQuery<MessageLeft>({ queryKey: leftKey(sessionId), enabled: false });
  return (
    <p role="status">
      {talk.messageIsTicket(
        (words) => (
          <Link to={ticketPath(sessionId)}>{words}</Link>
        ),
        number,
      )}
      {left.data?.expectedAnswerAt && timeZone ? (
        <> {talk.answeredBy(<Moment time={left.data.expectedAnswerAt} zone={timeZone} />)}</>
      ) : null}
    </p>
  );
}
