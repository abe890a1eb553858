'use client';

import { createClient } from '@frontdesk/client';
import {
  ContactForm,
  FaqSearch,
  FrontdeskProvider,
  LiveChat,
  useArticlePages,
} from '@frontdesk/react';
import type { FrontdeskState } from '@frontdesk/react/server';
import { useEffect, useState } from 'react';

export function Help({ state }: { state: FrontdeskState }) {
  const [client] = useState(() =>
    createClient({
      url: typeof location === 'undefined' ? 'http://localhost' : location.origin,
      token: null,
    }),
  );
  const [signedIn, setSignedIn] = useState(false);
  // A real shop takes the token from its own session; this one takes it from the address.
  useEffect(() => {
    const token = new URLSearchParams(location.hash.slice(1)).get('token');
    if (token === null) return;
    client.setToken(token);
    setSignedIn(true);
  }, [client]);
  return (
    <FrontdeskProvider client={client} state={state}>
      <main
        style={{
          maxWidth: '44rem',
          margin: '0 auto',
          padding: '1rem',
          display: 'grid',
          gap: '1.5rem',
        }}
      >
        <h1>Help</h1>
        <FaqSearch />
        <Questions />
        {signedIn ? (
          <>
            <ContactForm />
            <LiveChat />
          </>
        ) : null}
      </main>
    </FrontdeskProvider>
  );
}

function Questions() {
  const { articles, hasMore, loadMore } = useArticlePages({ sort: 'views', limit: 10 });
  return (
    <section aria-label="Asked often">
      <ul>
        {articles.map(({ id, question, slug }) => (
          <li key={id}>
            <a href={`/help/${slug}`}>{question}</a>
          </li>
        ))}
      </ul>
      {hasMore ? (
        <button type="button" onClick={() => void loadMore()}>
          More
        </button>
      ) : null}
    </section>
  );
}
