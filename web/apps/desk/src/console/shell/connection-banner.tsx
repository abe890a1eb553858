// Says when the line to the desk is down, above everything else. Nothing is shown while all is
// well, nor for the moment that a first connection takes.

import type { ConnectionState } from '@frontdesk/client';
import { CloudOff, ShieldAlert } from 'lucide-react';
import { Button, errorMessage } from '../../ui';
import styles from './shell.module.css';

export function ConnectionBanner({
  connection,
  onSignIn,
}: {
  connection: ConnectionState;
  onSignIn: () => void;
}) {
  return (
    <div role="status">
      {connection.status === 'offline' ? (
        <p className={styles.offline}>
          <CloudOff size={17} aria-hidden />
          <span>
            <strong>You are offline.</strong> What you write is kept and sent as soon as the line is
            back. You are not offered chats meanwhile.
          </span>
        </p>
      ) : null}
      {connection.status === 'refused' ? (
        <p className={styles.refused}>
          <ShieldAlert size={17} aria-hidden />
          <span>
            <strong>The desk did not let you in.</strong>{' '}
            {errorMessage(connection.reason ?? 'Your sign-in may have expired.')}
          </span>
          <Button size="s" onClick={onSignIn}>
            Sign in again
          </Button>
        </p>
      ) : null}
    </div>
  );
}
