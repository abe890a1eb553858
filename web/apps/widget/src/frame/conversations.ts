/** The chats of whoever is there: the one that is open, on whatever device, and those of before. */
import type { ChatSession } from '@frontdesk/client';
import { useFrontdesk, useLiveChat } from '@frontdesk/react';
import { useEffect, useMemo } from 'react';
import { useSurroundings } from './context';
import { useLoad } from './use-load';

const SHOWN = 50;

export interface Conversations {
  open: Pick<ChatSession, 'id' | 'agentName' | 'lastMessage'> | null;
  past: readonly ChatSession[];
  unread: number;
  loading: boolean;
  error: unknown;
  reload(): void;
}

export function useConversations(): Conversations {
  const { person } = useSurroundings();
  const { api } = useFrontdesk();
  const { status, sessionId, agentName, messages, unread } = useLiveChat();
  const { value, error, reload } = useLoad(person.who === 'nobody' ? null : 'sessions', (signal) =>
    api.chat.sessions({ limit: SHOWN }, { signal }),
  );
  useEffect(reload, [reload, status, sessionId]);
  return useMemo(() => {
    const items = value?.items ?? [];
    const here =
      sessionId !== null && (status === 'waiting' || status === 'active')
        ? { id: sessionId, agentName, lastMessage: messages.at(-1)?.content ?? null }
        : null;
    const elsewhere = items.find((one) => one.status !== 'closed' && one.id !== sessionId) ?? null;
    return {
      open: here ?? elsewhere,
      past: items.filter((one) => one.status === 'closed'),
      unread,
      loading: person.who !== 'nobody' && value === null && error === null,
      error,
      reload,
    };
  }, [value, error, reload, status, sessionId, agentName, messages, unread, person]);
}
