/** The conversations of before. */
import { useSurroundings } from './context';
import { useConversations } from './conversations';
import { ChatIcon, NextIcon } from './icons';
import { Bar, Failure, Spinner } from './parts';
import { dayInWords } from './times';

export function HistoryScreen() {
  const { words, go } = useSurroundings();
  const { past, loading, error, reload } = useConversations();
  const now = Date.now();
  return (
    <main className="screen">
      <Bar title={words.allConversations} isEntry />
      <div className="scroll">
        {error ? <Failure error={error} onRetry={reload} /> : null}
        {loading ? <Spinner /> : null}
        {!loading && !error && past.length === 0 ? (
          <p className="empty">{words.noConversations}</p>
        ) : null}
        {past.length > 0 ? (
          <ul className="card list">
            {past.map((session) => (
              <li key={session.id}>
                <button
                  type="button"
                  className="line tall"
                  onClick={() => go({ name: 'conversation', id: session.id })}
                >
                  <ChatIcon />
                  <span className="row-words">
                    <span className="row-title" dir="auto">
                      {session.topic || session.lastMessage || words.conversation}
                    </span>
                    <span className="row-text">
                      {dayInWords(words, session.closedAt ?? session.updatedAt, now)}
                      {session.agentName ? ` · ${words.withAgent(session.agentName)}` : ''}
                      {typeof session.ticketNumber === 'number'
                        ? ` · ${words.becameTicket(session.ticketNumber)}`
                        : ''}
                    </span>
                  </span>
                  <NextIcon />
                </button>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </main>
  );
}
