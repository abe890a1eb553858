// What an agent has begun to write in a conversation: in this tab at once, so that nothing is lost,
// and on the server, so that another device goes on with it.

import type { DraftKind } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { DraftKeeper } from './draft-keeper';
import { touchedDrafts, useDraft } from './drafts';
import { keys } from './queries';

/** The text, what changes it, and what empties it at once where it is. */
export type ConversationDraft = [
  text: string,
  change: (text: string) => void,
  clear: (pageEnds: boolean) => void,
];

export function useConversationDraft(conversationId: string, kind: DraftKind): ConversationDraft {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const key = `${conversationId}.${kind}`;
  const [text, setText] = useDraft(key);

  /** As far as this field knows: lists show whether there is one, not what it says. */
  const leaving = useRef(false);
  const isKept = useRef<boolean | null>(null);
  const keeper = useMemo(
    () =>
      new DraftKeeper(async (content) => {
        const isText = content.trim() !== '';
        if (isText) await api.inbox.keepDraft(conversationId, kind, content, { keepalive: true });
        else await api.inbox.dropDraft(conversationId, kind, { keepalive: leaving.current });
        if (isKept.current !== isText) {
          isKept.current = isText;
          void queries.invalidateQueries({ queryKey: keys.inboxLists });
        }
      }),
    [api, queries, conversationId, kind],
  );
  useEffect(() => {
    const leave = () => keeper.flush();
    window.addEventListener('pagehide', leave);
    window.addEventListener('blur', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('blur', leave);
      leave();
    };
  }, [keeper]);

  const read = useQuery({
    queryKey: keys.drafts(conversationId),
    queryFn: ({ signal }) => api.inbox.drafts(conversationId, { signal }),
    enabled: !touchedDrafts.has(key),
    gcTime: 0,
    retry: false,
  });
  const kept = read.data?.find((draft) => draft.kind === kind)?.content;
  const isEmpty = text === '';
  useEffect(() => {
    // One's own words in this tab come before those from elsewhere.
    if (kept !== undefined && isEmpty && !touchedDrafts.has(key)) {
      touchedDrafts.add(key);
      setText(kept);
    }
  }, [kept, isEmpty, key, setText]);

  const change = useCallback(
    (next: string) => {
      touchedDrafts.add(key);
      setText(next);
      keeper.change(next);
    },
    [key, keeper, setText],
  );
  const clear = useCallback(
    (pageEnds: boolean) => {
      leaving.current = pageEnds;
      change('');
      keeper.flush();
    },
    [change, keeper],
  );
  return [text, change, clear];
}
