/** An article to read, whether it helped, and the way on where it did not. */
import { useFrontdesk } from '@frontdesk/react';
import { useState } from 'react';
import { useSurroundings } from './context';
import { ChatIcon, CheckIcon, OutIcon } from './icons';
import { Bar, Failure, Spinner } from './parts';
import { useLoad } from './use-load';

export function ArticleScreen({ id }: { id: string }) {
  const { words, config, person, go } = useSurroundings();
  const { api, url } = useFrontdesk();
  const { value, error, reload } = useLoad(`article ${id}`, async (signal) => {
    const [article, { toHtml }] = await Promise.all([
      api.faq.get(id, { signal }),
      import('./markdown'),
    ]);
    return { article, html: toHtml(article.answer) };
  });
  const mayAsk = (person.who !== 'nobody' || config.visitors) && (config.chat || config.messages);
  return (
    <main className="screen">
      <Bar title={words.article} isEntry>
        {value ? (
          <a
            className="icon-button"
            href={`${url}/faq/${encodeURIComponent(value.article.slug)}`}
            target="_blank"
            rel="noreferrer"
            aria-label={words.openInTab}
          >
            <OutIcon />
          </a>
        ) : null}
      </Bar>
      <div className="scroll article">
        {error ? <Failure error={error} onRetry={reload} /> : null}
        {value ? (
          <>
            <article lang={value.article.language ?? undefined} dir="auto">
              <h2 className="article-title">{value.article.question}</h2>
              <div className="prose" dangerouslySetInnerHTML={{ __html: value.html }} />
            </article>
            <Feedback id={value.article.id} />
            {mayAsk ? (
              <button
                type="button"
                className="card row"
                onClick={() => go({ name: 'new', message: '' })}
              >
                <span className="row-words">
                  <span className="row-text">{words.stillNeedHelp}</span>
                  <span className="row-title">{words.askUs}</span>
                </span>
                <span className="row-sign">
                  <ChatIcon />
                </span>
              </button>
            ) : null}
          </>
        ) : null}
        {value || error ? null : <Spinner />}
      </div>
    </main>
  );
}

function Feedback({ id }: { id: string }) {
  const { words } = useSurroundings();
  const { api } = useFrontdesk();
  const [state, setState] = useState<'asking' | 'sending' | 'thanked'>('asking');
  const [error, setError] = useState<unknown>(null);
  const vote = (helpful: boolean) => {
    setState('sending');
    setError(null);
    api.faq.feedback(id, helpful).then(
      () => setState('thanked'),
      (thrown) => {
        setError(thrown);
        setState('asking');
      },
    );
  };
  return (
    <section className="feedback" aria-label={words.wasHelpful}>
      {state === 'thanked' ? null : (
        <>
          <p>{words.wasHelpful}</p>
          <div className="pair">
            {[true, false].map((helpful) => (
              <button
                key={String(helpful)}
                type="button"
                className="button small"
                disabled={state === 'sending'}
                onClick={() => vote(helpful)}
              >
                {helpful ? words.yes : words.no}
              </button>
            ))}
          </div>
        </>
      )}
      <p className="thanks" role="status">
        {state === 'thanked' ? (
          <>
            <CheckIcon /> {words.thanksForVote}
          </>
        ) : null}
      </p>
      {error ? <Failure error={error} /> : null}
    </section>
  );
}
