// Reads again what shows a conversation, once something was done with it. The server tells of its
// own accord only whom it concerns; who changes somebody else's must see it too.

import { useAgentDesk } from '@frontdesk/react';
import { useQueryClient } from '@tanstack/react-query';
import { keys } from '../shared/queries';
import type { Subject } from './subject';

export function useConversationChanged(): (one: Pick<Subject, 'id' | 'userId'>) => void {
  const { desk } = useAgentDesk();
  const queries = useQueryClient();
  return ({ id, userId }) => {
    for (const queryKey of [
      keys.ticket(id),
      keys.responses(id),
      keys.inbox,
      keys.sessions,
      keys.customer(userId),
    ]) {
      void queries.invalidateQueries({ queryKey });
    }
    if (desk.getSnapshot().threads[id]) void desk.open(id).catch(() => {});
  };
}
