/** Articles that may answer the question, as a list to read them here. */
import { useSurroundings } from './context';
import { ArticleIcon, NextIcon } from './icons';
import type { Suggested } from './suggested';

export function Suggestions({ suggested }: { suggested: Suggested }) {
  const { words, go } = useSurroundings();
  const { articles, opened } = suggested;
  return (
    <>
      {/* There from the start, so that what appears in it is announced. */}
      <p className="hidden" role="status">
        {articles.length > 0 ? `${words.mayAnswer}: ${words.resultCount(articles.length)}` : ''}
      </p>
      {articles.length > 0 ? (
        <aside className="card list suggestions" aria-label={words.mayAnswer}>
          <p className="list-title">{words.mayAnswer}</p>
          <ul>
            {articles.map(({ id, question }) => (
              <li key={id}>
                <button
                  type="button"
                  className="line"
                  onClick={() => {
                    opened(id);
                    go({ name: 'article', id });
                  }}
                >
                  <ArticleIcon />
                  <span dir="auto">{question}</span>
                  <NextIcon />
                </button>
              </li>
            ))}
          </ul>
        </aside>
      ) : null}
    </>
  );
}
