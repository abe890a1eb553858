// What stands above a conversation that is out of the way: it is set aside, or it was merged into
// another one. Each can be undone there.

import { FrontdeskError } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { AlarmClock, Merge } from 'lucide-react';
import { Button, ButtonLink, Notice, useNow } from '../../ui';
import { momentInWords } from '../shared/dates';
import { paths } from '../shared/paths';
import styles from './state-notices.module.css';
import { isAside, type Subject } from './subject';
import { useUnmerge } from './use-merge';
import { useSnooze } from './use-snooze';

export function StateNotices({ subject }: { subject: Subject }) {
  const now = useNow();
  const { snoozedUntil, mergedInto } = subject;
  return (
    <>
      {snoozedUntil && isAside(subject, now) ? (
        <AsideNotice subject={subject} until={snoozedUntil} />
      ) : null}
      {mergedInto ? <MergedNotice subject={subject} into={mergedInto} /> : null}
    </>
  );
}

function AsideNotice({ subject, until }: { subject: Subject; until: string }) {
  const { unsnooze } = useSnooze(subject);
  return (
    <div className={styles.notice}>
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

function MergedNotice({ subject, into }: { subject: Subject; into: string }) {
  const unmerge = useUnmerge(into);
  const other = useKindOf(into, subject.kind);
  return (
    <div className={styles.notice}>
      <Notice
        icon={<Merge size={16} aria-hidden />}
        action={
          <>
            <ButtonLink
              size="s"
              to={other.data === 'ticket' ? paths.ticket(into) : paths.chat(into)}
            >
              Open the other
            </ButtonLink>
            <Button size="s" busy={unmerge.isPending} onClick={() => unmerge.mutate(subject.id)}>
              Undo
            </Button>
          </>
        }
      >
        This {subject.kind} was merged into another conversation.
      </Notice>
    </div>
  );
}

/** What a conversation can be opened as; of one that is both, as what is asked for first. */
function useKindOf(id: string, first: Subject['kind']) {
  const { api } = useFrontdesk();
  return useQuery({
    queryKey: ['conversation-kind', id, first],
    queryFn: async ({ signal }): Promise<Subject['kind']> => {
      try {
        if (first === 'chat') await api.chat.session(id, { signal });
        else await api.tickets.get(id, { signal });
        return first;
      } catch (thrown) {
        if (!(thrown instanceof FrontdeskError) || thrown.status !== 404) throw thrown;
        return first === 'chat' ? 'ticket' : 'chat';
      }
    },
  });
}
