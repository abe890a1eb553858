// Replies that rest before they leave: each can be taken back, or sent at once, from any page of
// the console. Leaving the app sends them.

import { useSnapshot } from '@frontdesk/react';
import { useEffect } from 'react';
import { Button, useToast } from '../../ui';
import { useShortcuts } from '../keyboard/use-shortcuts';
import { type HeldSend, heldSends } from '../shared/held-sends';
import { undoLast } from '../shared/last-undo';
import styles from './held-bar.module.css';

/** Room for one bar below the toasts. */
const LIFT = '4.25rem';

export function HeldBar() {
  const sends = useSnapshot(heldSends);
  const toast = useToast();
  const last = sends.findLast(({ leaving }) => !leaving);
  const isAny = sends.length > 0;
  useEffect(() => {
    const leave = () => heldSends.flush();
    window.addEventListener('pagehide', leave);
    return () => window.removeEventListener('pagehide', leave);
  }, []);
  useEffect(() => {
    if (!isAny) return;
    const { style } = document.documentElement;
    style.setProperty('--toast-lift', LIFT);
    return () => void style.removeProperty('--toast-lift');
  }, [isAny]);
  useShortcuts({
    undo: () => {
      if (!(last && heldSends.undo(last.id)) && !undoLast()) {
        toast({ title: 'Nothing can be taken back' });
      }
    },
  });
  return (
    <>
      <p className="visually-hidden" role="status">
        {last ? `${inWords(last)}. Press z to take it back.` : ''}
      </p>
      {isAny ? (
        <section className={styles.bars} aria-label="Replies about to be sent">
          {sends.map((send) => (
            <Bar key={send.id} send={send} />
          ))}
        </section>
      ) : null}
    </>
  );
}

function Bar({ send }: { send: HeldSend }) {
  return (
    <div className={styles.bar}>
      <span className={styles.words}>{inWords(send)}</span>
      {send.leaving ? null : (
        <>
          <Button size="s" variant="ghost" onClick={() => heldSends.sendNow(send.id)}>
            Send now
          </Button>
          <Button size="s" onClick={() => heldSends.undo(send.id)}>
            Undo
          </Button>
          <span className={styles.left} style={{ animationDuration: `${send.restMs}ms` }} />
        </>
      )}
    </div>
  );
}

function inWords({ to, andThen, restMs, leaving }: HeldSend): string {
  if (leaving) return `Sending the reply to ${to}…`;
  const how = andThen === 'resolve' ? 'is sent and resolved' : 'is sent';
  return `The reply to ${to} ${how} in ${restMs / 1000} seconds`;
}
