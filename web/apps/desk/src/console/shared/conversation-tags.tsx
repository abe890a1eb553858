// The tags of a conversation, of a chat as of a ticket, changed in place: shown at once, taken back
// when the server refuses.

import type { InboxItem } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { errorMessage } from '../../ui';
import { useInboxItem } from '../inbox/queries';
import { keys } from './queries';
import { TagsField } from './tags-field';

export function ConversationTags({ id }: { id: string }) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const item = useInboxItem(id, { enabled: true });
  const queryKey = keys.inboxItem(id);
  const change = useMutation({
    mutationFn: (tags: readonly string[]) => api.inbox.setTags(id, tags),
    onMutate: async (tags) => {
      await queries.cancelQueries({ queryKey });
      const before = queries.getQueryData<InboxItem>(queryKey);
      if (before) queries.setQueryData(queryKey, { ...before, tags: [...tags] });
      return { before };
    },
    onError: (_error, _tags, context) => {
      if (context?.before) queries.setQueryData(queryKey, context.before);
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.inbox }),
  });
  if (!item.data) return null;
  return (
    <TagsField
      tags={item.data.tags}
      error={change.isError ? errorMessage(change.error) : null}
      onChange={(tags) => change.mutate(tags)}
    />
  );
}
