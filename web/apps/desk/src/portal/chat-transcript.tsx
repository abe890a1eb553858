/** The transcript by mail, for those who have an address, from a desk that sends mail. */

import { useFrontdesk } from '@frontdesk/react';
import { useMutation } from '@tanstack/react-query';
import { Mail, MailCheck } from 'lucide-react';
import { useRef } from 'react';
import { useDeskConfig, useSession } from '../session';
import { Button, errorMessage } from '../ui';
import styles from './chat.module.css';
import { t as talk } from './talk/locales';

export function ChatTranscript({ sessionId }: { sessionId: string }) {
  const { api } = useFrontdesk();
  const { person } = useSession();
  const { mail } = useDeskConfig();
  // The same until it succeeds: a repeat after a lost answer sends no second mail.
  const idempotencyKey = useRef(crypto.randomUUID());
  const send = useMutation({
    mutationFn: () =>
      api.conversations.sendTranscript(sessionId, { idempotencyKey: idempotencyKey.current }),
    onSuccess: () => {
      idempotencyKey.current = crypto.randomUUID();
    },
  });
  if (!mail || !person?.email) return null;
  return (
    <>
      {send.isSuccess ? null : (
        <Button
          busy={send.isPending}
          icon={<Mail size={16} aria-hidden />}
          onClick={() => send.mutate()}
        >
          {talk.emailTranscript}
        </Button>
      )}
      {/* There from the start, so that what appears in it is announced. */}
      <p className={styles.transcript} role="status">
        {send.data ? (
          <>
            <MailCheck size={16} aria-hidden /> {talk.transcriptOnItsWay(send.data.to)}
          </>
        ) : null}
        {send.error ? talk.transcriptNotSent(errorMessage(send.error)) : null}
      </p>
    </>
  );
}
