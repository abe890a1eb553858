// What an agent must know of a chat before writing in it: why it was handed on, that it is set
// aside, or that it was merged into another.

import type { ChatSession } from '@frontdesk/client';
import { AlarmClock, Merge, StickyNote } from 'lucide-react';
import { Button, ButtonLink, Notice, useNow } from '../../ui';
import { momentInWords } from '../shared/dates';
import { paths } from '../shared/paths';
import styles from './conversation.module.css';
import { isAside } from './queue';
import { useUnmerge } from './use-merge';
import { useSnooze } from './use-snooze';

export interface StateNoticesProps {
  session: ChatSession;
  /** The words that came along when it was handed on. */
  note: string | null;
}

export function StateNotices({ session, note }: StateNoticesProps) {
  const now = useNow();
  return (
    <>
      {note ? (
        <div className={styles.note}>
          <Notice tone="warning" icon={<StickyNote size={16} aria-hidden />}>
            <strong>Handed on with a note:</strong> {note}
          </Notice>
        </div>
      ) : null}
      {session.snoozedUntil && isAside(session, now) ? (
        <AsideNotice session={session} until={session.snoozedUntil} />
      ) : null}
      {session.mergedInto ? <MergedNotice session={session} into={session.mergedInto} /> : null}
    </>
  );
}

function AsideNotice({ session, until }: { session: ChatSession; until: string }) {
  const { unsnooze } = useSnooze(session);
  return (
    <div className={styles.note}>
      <Notice
        icon={<AlarmClock size={16} aria-hidden />}
        action={
          <Button size="s" busy={unsnooze.isPending} onClick={() => unsnooze.mutate()}>
            Bring back
          </Button>
        }
      >
        Set aside until {momentInWords(until)}
      </Notice>
    </div>
  );
}

function MergedNotice({ session, into }: { session: ChatSession; into: string }) {
  const unmerge = useUnmerge(into);
  return (
    <div className={styles.note}>
      <Notice
        icon={<Merge size={16} aria-hidden />}
        action={
          <>
            <ButtonLink size="s" to={paths.chat(into)}>
              Open the other
            </ButtonLink>
            <Button size="s" busy={unmerge.isPending} onClick={() => unmerge.mutate(session.id)}>
              Undo
            </Button>
          </>
        }
      >
        This chat was merged into another conversation.
      </Notice>
    </div>
  );
}
