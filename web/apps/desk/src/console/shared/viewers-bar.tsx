// Who else looks at the conversation, as faces in its head; and a line while one of them writes.

import type { ConversationViewer } from '@frontdesk/client';
import { PenLine } from 'lucide-react';
import { Avatar } from '../../ui';
import { FACES_SHOWN, lookingInWords, writingInWords } from './viewers';
import styles from './viewers-bar.module.css';

export function ViewerFaces({ viewers }: { viewers: readonly ConversationViewer[] }) {
  const words = lookingInWords(viewers);
  const more = viewers.length - FACES_SHOWN;
  return (
    <div className={styles.faces} role="status" title={words}>
      {viewers.slice(0, FACES_SHOWN).map(({ id, name, writing }) => (
        <span key={id} className={styles.face} data-writing={writing || undefined}>
          <Avatar name={name} size={24} />
        </span>
      ))}
      {more > 0 ? (
        <span className={styles.more} aria-hidden="true">
          +{more}
        </span>
      ) : null}
      <span className="visually-hidden">{words}</span>
    </div>
  );
}

/** Above the field to write in, so that two do not answer the same. */
export function WritingWarning({ viewers }: { viewers: readonly ConversationViewer[] }) {
  const words = writingInWords(viewers);
  return (
    <p className={styles.warning} role="status">
      {words ? (
        <>
          <PenLine size={15} aria-hidden /> {words}
        </>
      ) : null}
    </p>
  );
}
