/** Search as one types: a combobox whose list lies over the screen. */
import {
  SEARCH_MIN_CHARS,
  useCombobox,
  useFrontdesk,
  useSearchSuggestions,
} from '@frontdesk/react';
import { useState } from 'react';
import { useSurroundings } from './context';
import { ArticleIcon, ChatIcon, SearchIcon } from './icons';
import { Marked } from './parts';

const ASK = 'ask';
const MEANT = 'meant';

export function Search({ mayAsk }: { mayAsk: boolean }) {
  const { words, go } = useSurroundings();
  const { api } = useFrontdesk();
  const [text, setText] = useState('');
  const { answer, loading } = useSearchSuggestions(text);
  const isLongEnough = [...text.trim()].length >= SEARCH_MIN_CHARS;
  const articles = answer?.articles ?? [];
  const options = [
    ...(answer?.didYouMean ? [MEANT] : []),
    ...articles.map(({ id }) => id),
    ...(mayAsk && answer ? [ASK] : []),
  ];

  const choose = (option: string): boolean => {
    if (option === MEANT) {
      setText(answer?.didYouMean ?? text);
      return true;
    }
    if (option === ASK) {
      go({ name: 'new', message: text.trim() });
      return false;
    }
    const rank = articles.findIndex(({ id }) => id === option) + 1;
    if (answer?.searchId) {
      api.search.click({ searchId: answer.searchId, type: 'faq', id: option, rank });
    }
    go({ name: 'article', id: option });
    return false;
  };
  const box = useCombobox({
    label: words.searchLabel,
    value: text,
    onChange: setText,
    options,
    hasPopup: isLongEnough && answer !== null,
    onChoose: choose,
    onSubmit: () => {
      const [first] = articles;
      if (first) choose(first.id);
      else if (mayAsk && isLongEnough) choose(ASK);
    },
  });

  return (
    <search className="search">
      <span className="search-field">
        <SearchIcon />
        <input
          {...box.fieldProps}
          type="search"
          enterKeyHint="search"
          placeholder={words.searchPlaceholder}
          maxLength={200}
        />
        {isLongEnough && loading ? <span className="spin" aria-hidden="true" /> : null}
      </span>
      <p className="hidden" role="status">
        {isLongEnough && answer
          ? articles.length > 0
            ? words.resultCount(articles.length)
            : words.noResults
          : ''}
      </p>
      <div className="search-list" {...box.popupProps}>
        {articles.length === 0 ? <p className="search-none">{words.noResults}</p> : null}
        <div {...box.listProps}>
          {answer?.didYouMean ? (
            <div className="option" {...box.optionProps(MEANT)}>
              <SearchIcon />
              <span>{words.didYouMean(answer.didYouMean)}</span>
            </div>
          ) : null}
          {articles.map((article) => (
            <div key={article.id} className="option" {...box.optionProps(article.id)}>
              <ArticleIcon />
              <span>
                <Marked html={article.highlight} />
              </span>
            </div>
          ))}
          {mayAsk && answer ? (
            <div className="option ask" {...box.optionProps(ASK)}>
              <ChatIcon />
              <span>{words.askUs}</span>
            </div>
          ) : null}
        </div>
      </div>
    </search>
  );
}
