/** Messages that failed in a chat that is over: said again, to be sent after all or dropped. */

import type { UseLiveChat } from '@frontdesk/react';
import { RotateCcw, X } from 'lucide-react';
import { Button, errorMessage, Notice } from '../ui';
import styles from './chat-unsent.module.css';
import { t as talk } from './talk/locales';

export function ChatUnsent({ chat }: { chat: UseLiveChat }) {
  const { stranded, retry, discard, status } = chat;
  if (stranded.length === 0) return null;
  const isOpen = status === 'waiting' || status === 'active';
  return (
    <section aria-label={talk.notSent}>
      <Notice tone="warning">
        <p>{talk.notSentMessages(stranded.length)}</p>
        <ul className={styles.list}>
          {stranded.map(({ key, clientId, content, files, failure }) => (
            <li key={key} className={styles.message}>
              <p className={styles.words}>{content || files.map(({ name }) => name).join(', ')}</p>
              {failure ? <p className={styles.why}>{errorMessage(failure)}</p> : null}
              <div className={styles.ways}>
                <Button
                  size="s"
                  icon={<RotateCcw size={15} aria-hidden />}
                  onClick={() => clientId && retry(clientId)}
                >
                  {isOpen ? talk.sendInThisChat : talk.sendInANewChat}
                </Button>
                <Button
                  size="s"
                  variant="ghost"
                  icon={<X size={15} aria-hidden />}
                  onClick={() => clientId && discard(clientId)}
                >
                  {talk.discard}
                </Button>
              </div>
            </li>
          ))}
        </ul>
      </Notice>
    </section>
  );
}
