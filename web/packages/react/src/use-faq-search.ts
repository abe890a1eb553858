// A search field with suggestions, without a look: what completes and answers the words, as a
// combobox whose parts take their properties from here.

import type { SuggestedArticle } from '@frontdesk/client';
import { useState } from 'react';
import { useFrontdesk } from './context';
import { type Combobox, useCombobox } from './use-combobox';
import { SEARCH_MIN_CHARS, useSearchSuggestions } from './use-search-suggestions';

const COMPLETIONS_SHOWN = 4;

export interface FaqSearchOptions {
  label: string;
  /** An article was chosen. */
  onOpen(article: SuggestedArticle): void;
  /** Enter, or a chosen completion: shows all results, where the page has a place for them. */
  onSearch?(words: string): void;
}

export interface FaqSearchOption {
  id: string;
  kind: 'did-you-mean' | 'article' | 'completion';
  /** Words, or the article's title with <mark> in otherwise escaped HTML. */
  label: string;
}

export interface UseFaqSearch extends Combobox {
  text: string;
  setText(text: string): void;
  options: readonly FaqSearchOption[];
  loading: boolean;
  /** The answer is there, and holds nothing. */
  isEmpty: boolean;
  failed: boolean;
}

export function useFaqSearch({ label, onOpen, onSearch }: FaqSearchOptions): UseFaqSearch {
  const { api } = useFrontdesk();
  const [text, setText] = useState('');
  const { answer, loading, error } = useSearchSuggestions(text);
  const isLongEnough = [...text.trim()].length >= SEARCH_MIN_CHARS;
  const articles = (isLongEnough && answer?.articles) || [];
  const known = new Set([text.trim(), ...articles.map(({ title }) => title)].map(lower));
  const completions = ((isLongEnough && answer?.completions) || [])
    .filter((words) => !known.has(lower(words)))
    .slice(0, COMPLETIONS_SHOWN);
  const meant = (isLongEnough && answer?.didYouMean) || null;
  const options: FaqSearchOption[] = [
    ...(meant ? [{ id: 'meant', kind: 'did-you-mean', label: meant } as const] : []),
    ...articles.map(
      ({ id, highlight }) => ({ id: `article-${id}`, kind: 'article', label: highlight }) as const,
    ),
    ...completions.map(
      (words, index) => ({ id: `words-${index}`, kind: 'completion', label: words }) as const,
    ),
  ];
  const isEmpty = isLongEnough && answer !== null && options.length === 0;
  const failed = isLongEnough && error !== null;

  const choose = (id: string): boolean => {
    const option = options.find((one) => one.id === id);
    if (!option) return false;
    if (option.kind !== 'article') {
      setText(option.label);
      onSearch?.(option.label);
      // Without a place for results, the list goes on with the new words.
      return !onSearch;
    }
    const rank = articles.findIndex((article) => `article-${article.id}` === id);
    const article = articles[rank];
    if (!article) return false;
    if (answer?.searchId) {
      api.search.click({ searchId: answer.searchId, type: 'faq', id: article.id, rank: rank + 1 });
    }
    onOpen(article);
    return false;
  };

  const combobox = useCombobox({
    label,
    value: text,
    onChange: setText,
    options: options.map(({ id }) => id),
    hasPopup: options.length > 0 || isEmpty || failed,
    onChoose: choose,
    onSubmit: (words) => {
      if ([...words.trim()].length >= SEARCH_MIN_CHARS) onSearch?.(words.trim());
    },
  });
  return {
    ...combobox,
    text,
    setText,
    options,
    loading: isLongEnough && loading,
    isEmpty,
    failed,
  };
}

function lower(words: string): string {
  return words.toLowerCase();
}
