// The help page of a shop: Frontdesk's parts among its own.

import type { Faq, SuggestedArticle } from '@frontdesk/client';
import {
  ContactForm,
  FaqSearch,
  LiveChat,
  NotificationBell,
  TicketList,
  useArticle,
  useFAQ,
} from '@frontdesk/react';
import { useState } from 'react';

export function App({ signedIn }: { signedIn: boolean }) {
  const [article, setArticle] = useState<string | null>(null);
  const open = ({ slug }: SuggestedArticle | Faq) => setArticle(slug);
  return (
    <>
      <header className="top">
        <strong>Alder Bicycles</strong>
        {signedIn ? <NotificationBell /> : null}
      </header>
      <main>
        <h1>Help</h1>
        <FaqSearch onOpen={open} />
        {article ? (
          <Article slug={article} onClose={() => setArticle(null)} />
        ) : (
          <Questions onOpen={open} />
        )}
        {signedIn ? (
          <div className="columns">
            <div className="stack">
              <ContactForm />
              <section>
                <h2>Your tickets</h2>
                <TicketList />
              </section>
            </div>
            <LiveChat />
          </div>
        ) : (
          <p>Sign in to write to us.</p>
        )}
      </main>
    </>
  );
}

function Questions({ onOpen }: { onOpen: (article: Faq) => void }) {
  const { faqs, loading, error } = useFAQ();
  if (loading) return <p>Loading the questions …</p>;
  if (error) return <p role="alert">{error}</p>;
  return (
    <section>
      <h2>Asked often</h2>
      <ul className="questions">
        {faqs.slice(0, 6).map((faq) => (
          <li key={faq.id}>
            <button type="button" onClick={() => onOpen(faq)}>
              {faq.question}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Article({ slug, onClose }: { slug: string; onClose: () => void }) {
  const { article, loading, error } = useArticle(slug);
  return (
    <article>
      <button type="button" onClick={onClose}>
        Back to the questions
      </button>
      {loading ? <p>Loading the article …</p> : null}
      {error ? <p role="alert">{error.message}</p> : null}
      {article ? (
        <>
          <h2>{article.question}</h2>
          <p className="answer">{article.answer}</p>
        </>
      ) : null}
    </article>
  );
}
