/** One conversation by its id: the open one goes on, one that is over is read again. */
import type { ChatMessage } from '@frontdesk/client';
import { useFrontdesk, useLiveChat } from '@frontdesk/react';
import { useEffect, useMemo } from 'react';
import { ChatScreen } from './chat-screen';
import { useSurroundings } from './context';
import { Bar, Failure, Spinner } from './parts';
import { ChatRating, Transcript } from './rating';
import { Thread, type ThreadItem } from './thread';
import { dayInWords } from './times';
import { useLoad } from './use-load';

/** Pages of messages that are read at once. */
const PAGE = 100;

export function ConversationScreen({ id }: { id: string }) {
  const { sessionId, status } = useLiveChat();
  // Also while it is being found again, after a reload.
  if (sessionId === id && status !== 'idle') return <ChatScreen />;
  return <Other id={id} />;
}

function Other({ id }: { id: string }) {
  const { words, config, go } = useSurroundings();
  const { api } = useFrontdesk();
  const { start } = useLiveChat();
  const session = useLoad(`session ${id}`, (signal) => api.chat.session(id, { signal }));
  const isOpen = session.value !== null && session.value.status !== 'closed';
  const messages = useLoad(session.value && !isOpen ? `messages ${id}` : null, async (signal) => {
    const all: ChatMessage[] = [];
    let after: number | undefined = 0;
    while (after !== undefined) {
      const page = await api.chat.messages(id, { after, limit: PAGE }, { signal });
      all.push(...page.items);
      after = page.next === null ? undefined : Number(page.next);
    }
    return all;
  });
  // Of another device, or another tab: it goes on here.
  useEffect(() => {
    if (!isOpen) return;
    start().then(
      () => go({ name: 'chat' }),
      () => {
        // The chat's own failure says why.
      },
    );
  }, [isOpen, start, go]);
  const items = useMemo<ThreadItem[]>(
    () =>
      (messages.value ?? []).map((message) => ({
        kind: 'message',
        message: { ...message, key: message.id, state: 'sent', failure: null },
      })),
    [messages.value],
  );
  const error = session.error ?? messages.error;
  const { topic, agentName, createdAt } = session.value ?? {};
  return (
    <main className="screen chat">
      <Bar
        title={topic || words.conversation}
        sub={
          createdAt
            ? `${dayInWords(words, createdAt, Date.now())}${agentName ? ` · ${words.withAgent(agentName)}` : ''}`
            : config.name
        }
        isEntry
      />
      {error ? (
        <Failure
          error={error}
          onRetry={() => {
            session.reload();
            messages.reload();
          }}
        />
      ) : null}
      {messages.value ? <Thread items={items} receipts={false} /> : error ? null : <Spinner />}
      {session.value && messages.value ? (
        <section className="ended" aria-label={words.hasEnded}>
          <ChatRating session={session.value} />
          <div className="pair">
            <button
              type="button"
              className="button"
              onClick={() => go({ name: 'new', message: '' })}
            >
              {words.newChat}
            </button>
            <Transcript sessionId={id} />
          </div>
        </section>
      ) : null}
    </main>
  );
}
