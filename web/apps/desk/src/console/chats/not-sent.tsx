// Messages of one's own that failed in chats that one no longer holds: said where they would be
// missed, since nothing else leads there.

import { useAgentDesk, useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Notice, plural } from '../../ui';
import { paths } from '../shared/paths';
import { keys } from '../shared/queries';
import styles from './chat-list.module.css';

export function NotSent() {
  const { failed, sessions } = useAgentDesk();
  const elsewhere = Object.entries(failed).filter(([id]) => sessions.every((own) => own.id !== id));
  if (elsewhere.length === 0) return null;
  return (
    <section className={styles.notSent} aria-label="Not sent">
      {elsewhere.map(([id, count]) => (
        <Failed key={id} sessionId={id} count={count} />
      ))}
    </section>
  );
}

function Failed({ sessionId, count }: { sessionId: string; count: number }) {
  const { api } = useFrontdesk();
  const { data } = useQuery({
    queryKey: keys.session(sessionId),
    queryFn: ({ signal }) => api.chat.session(sessionId, { signal }),
  });
  return (
    <Notice tone="danger">
      {plural(count, 'message')} to{' '}
      <Link to={paths.chat(sessionId)}>{data?.userName ?? 'a customer'}</Link>{' '}
      {count === 1 ? 'was' : 'were'} not sent: the chat had ended, or was handed on.
    </Notice>
  );
}
