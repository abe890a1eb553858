// Who the customer of a chat is, what they said before it began, and what there was before.

import type { ChatSession } from '@frontdesk/client';
import type { ThreadItem } from '../../ui';
import { ConversationFiles } from '../shared/conversation-files';
import { ConversationOrigin } from '../shared/conversation-origin';
import { ConversationTags } from '../shared/conversation-tags';
import { CustomerCard } from '../shared/customer-card';
import { CustomerHistory } from '../shared/customer-history';
import { CustomerNotes } from '../shared/customer-notes';
import { momentInWords } from '../shared/dates';
import { useTeams } from '../shared/queries';
import { Rating } from '../shared/rating';
import styles from '../shared/side.module.css';
import { WhyHere } from './why-here';

export interface CustomerPaneProps {
  session: ChatSession;
  /** What is said in the chat, and the notes. */
  items: readonly ThreadItem[];
}

export function CustomerPane({ session, items }: CustomerPaneProps) {
  const files = items.flatMap((item) => (item.kind === 'message' ? (item.files ?? []) : []));
  return (
    <div className={styles.side}>
      <CustomerCard userId={session.userId} name={session.userName} />
      <CustomerNotes userId={session.userId} />
      <Answers session={session} />
      <ConversationTags id={session.id} />
      <Facts session={session} />
      <ConversationOrigin id={session.id} />
      <ConversationFiles files={files} />
      <WhyHere sessionId={session.id} />
      <CustomerHistory userId={session.userId} except={session.id} />
    </div>
  );
}

/** What the form before the chat asked. */
function Answers({ session }: { session: ChatSession }) {
  if (session.answers.length === 0) return null;
  return (
    <section>
      <h3 className={styles.heading}>Asked before the chat</h3>
      <dl className={styles.facts}>
        {session.answers.map(({ key, label, value }) => (
          <div key={key}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Facts({ session }: { session: ChatSession }) {
  const teams = useTeams();
  const team = teams.data?.find(({ id }) => id === session.teamId);
  return (
    <dl className={styles.facts}>
      {session.rating ? (
        <div>
          <dt>Rating</dt>
          <dd>
            <Rating score={session.rating} comment={session.ratingComment} />
          </dd>
        </div>
      ) : null}
      {session.topic ? (
        <div>
          <dt>Topic</dt>
          <dd>{session.topic}</dd>
        </div>
      ) : null}
      <div>
        <dt>Started</dt>
        <dd>{momentInWords(session.createdAt)}</dd>
      </div>
      {team ? (
        <div>
          <dt>Team</dt>
          <dd>{team.name}</dd>
        </div>
      ) : null}
      {session.skills.length > 0 ? (
        <div>
          <dt>Skills it asks for</dt>
          <dd>{session.skills.join(', ')}</dd>
        </div>
      ) : null}
      {session.agentName ? (
        <div>
          <dt>Agent</dt>
          <dd>{session.agentName}</dd>
        </div>
      ) : null}
      <div>
        <dt>Customer’s id</dt>
        <dd className={styles.code}>{session.userId}</dd>
      </div>
    </dl>
  );
}
