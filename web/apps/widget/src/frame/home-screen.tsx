/** Where one begins: a greeting, the search, what is open, and the ways to us. */
import { useFrontdesk } from '@frontdesk/react';
import { standingWords, useAvailability } from './availability';
import { useSurroundings } from './context';
import { useConversations } from './conversations';
import { ArticleIcon, ChatIcon, NextIcon } from './icons';
import { CloseButton, Face, Logo } from './parts';
import { Search } from './search';
import { useLoad } from './use-load';

const POPULAR = 5;

export function HomeScreen() {
  const { words, config, person } = useSurroundings();
  const canWrite = person.who !== 'nobody' || config.visitors;
  const mayAsk = canWrite && (config.chat || config.messages);
  return (
    <main className="screen home">
      <header className="hero">
        <div className="hero-top">
          <Logo />
          <span className="hero-name">{config.name}</span>
          <CloseButton />
        </div>
        <h1 className="hero-title" tabIndex={-1} data-title data-begin>
          {config.greeting || words.greeting}
        </h1>
        <p className="hero-text">{config.introduction || words.introduction}</p>
      </header>
      <div className="home-body">
        {config.articles ? <Search mayAsk={mayAsk} /> : null}
        {person.who === 'nobody' ? null : <OpenConversation />}
        {mayAsk ? <NewConversation /> : null}
        {canWrite || !(config.chat || config.messages) ? null : (
          <p className="card contact">{config.contact || words.signInFirst}</p>
        )}
        {config.articles ? <PopularArticles /> : null}
        {person.who !== 'nobody' && config.history ? <AllConversations /> : null}
      </div>
    </main>
  );
}

function OpenConversation() {
  const { words, go } = useSurroundings();
  const { open, unread } = useConversations();
  if (!open) return null;
  const name = open.agentName ?? words.waitingTitle;
  return (
    <button
      type="button"
      className="card row open-conversation"
      onClick={() => go({ name: 'conversation', id: open.id })}
    >
      <Face name={open.agentName ?? words.chat} />
      <span className="row-words">
        <span className="row-kicker">{words.continueConversation}</span>
        <span className="row-title">{name}</span>
        {open.lastMessage ? (
          <span className="row-text" dir="auto">
            {open.lastMessage}
          </span>
        ) : null}
      </span>
      {unread > 0 ? (
        <span className="count">
          <span aria-hidden="true">{unread}</span>
          <span className="hidden">{words.unread(unread)}</span>
        </span>
      ) : (
        <NextIcon />
      )}
    </button>
  );
}

function NewConversation() {
  const { words, config, go } = useSurroundings();
  const { open } = useConversations();
  const { value: now } = useAvailability();
  if (open) return null;
  const isClosed = now !== null && !now.open;
  if (!config.chat && !config.messages) return null;
  const title =
    (isClosed && config.messages) || !config.chat ? words.leaveMessage : words.newConversation;
  return (
    <button
      type="button"
      className="card row new-conversation"
      onClick={() => go({ name: 'new', message: '' })}
    >
      <span className="row-words">
        <span className="row-title">{title}</span>
        {now ? <span className="row-text">{standingWords(words, now)}</span> : null}
      </span>
      <span className="row-sign">
        <ChatIcon />
      </span>
    </button>
  );
}

function PopularArticles() {
  const { words, go } = useSurroundings();
  const { api } = useFrontdesk();
  const { value } = useLoad('popular', (signal) =>
    api.faq.list({ sort: 'views', limit: POPULAR }, { signal }),
  );
  if (!value || value.items.length === 0) return null;
  return (
    <section className="card list" aria-labelledby="popular">
      <h2 id="popular" className="list-title">
        {words.popular}
      </h2>
      <ul>
        {value.items.map(({ id, question }) => (
          <li key={id}>
            <button type="button" className="line" onClick={() => go({ name: 'article', id })}>
              <ArticleIcon />
              <span dir="auto">{question}</span>
              <NextIcon />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function AllConversations() {
  const { words, go } = useSurroundings();
  const { past } = useConversations();
  if (past.length === 0) return null;
  return (
    <button type="button" className="card row" onClick={() => go({ name: 'history' })}>
      <span className="row-words">
        <span className="row-title">{words.allConversations}</span>
      </span>
      <NextIcon />
    </button>
  );
}
