// Changes one or many conversations and offers to take it back.

import type {
  BulkChanged,
  ConversationChange,
  ConversationChangeOf,
  FrontdeskError,
} from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { errorMessage, plural, useToast } from '../../ui';
import { offerUndo } from '../shared/last-undo';
import { keys } from '../shared/queries';

/** As many as the server takes at once. */
const BATCH = 100;

export interface ManyChange {
  ids: readonly string[];
  change: ConversationChange;
  /** What is done to them, such as “set to Resolved”. */
  done: string;
}

export function useChangeMany() {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const toast = useToast();

  /** Batch after batch; what was done before a failure can still be taken back. */
  async function send(items: readonly ConversationChangeOf[]): Promise<BulkChanged> {
    const all: BulkChanged = { changed: 0, undo: [], skipped: [] };
    for (let at = 0; at < items.length; at += BATCH) {
      const batch = items.slice(at, at + BATCH);
      try {
        const { changed, undo, skipped } = await api.inbox.change(batch);
        all.changed += changed;
        all.undo.push(...undo);
        all.skipped.push(...skipped);
      } catch (thrown) {
        if (at === 0) throw thrown;
        const reason = errorMessage(thrown as FrontdeskError);
        all.skipped.push(...items.slice(at).map(({ id }) => ({ id, reason })));
        break;
      }
    }
    return all;
  }

  function readAgain(items: readonly { id: string }[]) {
    void queries.invalidateQueries({ queryKey: keys.inbox });
    void queries.invalidateQueries({ queryKey: keys.sessions });
    for (const { id } of items) {
      void queries.invalidateQueries({ queryKey: keys.ticket(id) });
      void queries.invalidateQueries({ queryKey: keys.responses(id) });
    }
  }

  const undo = useMutation({
    mutationFn: send,
    onSuccess: (answer, items) => {
      readAgain(items);
      toast(
        answer.skipped.length > 0
          ? { title: 'Not all could be taken back', text: reasons(answer), tone: 'danger' }
          : { title: 'Taken back' },
      );
    },
    onError: (error) =>
      toast({ title: 'It was not taken back', text: errorMessage(error), tone: 'danger' }),
  });

  return useMutation({
    mutationFn: ({ ids, change }: ManyChange) => send(ids.map((id) => ({ id, change }))),
    onSuccess: (answer, { ids, done }) => {
      readAgain(ids.map((id) => ({ id })));
      const back = answer.undo as ConversationChangeOf[];
      const takeBack = () => undo.mutate(back);
      if (back.length > 0) offerUndo(takeBack);
      toast({
        title:
          answer.changed === 0
            ? 'Nothing was changed'
            : `${plural(answer.changed, 'conversation')} ${done}`,
        text: answer.skipped.length > 0 ? reasons(answer) : undefined,
        tone: answer.changed === 0 && answer.skipped.length > 0 ? 'danger' : 'neutral',
        action: back.length > 0 ? { label: 'Undo', onClick: takeBack } : undefined,
      });
    },
    onError: (error) =>
      toast({ title: 'Nothing was changed', text: errorMessage(error), tone: 'danger' }),
  });
}

/** Each reason once, with how many it holds for. */
function reasons({ skipped }: BulkChanged): string {
  const counts = new Map<string, number>();
  for (const { reason } of skipped) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].map(([reason, count]) => `${count} left as it was: ${reason}`).join('. ');
}
