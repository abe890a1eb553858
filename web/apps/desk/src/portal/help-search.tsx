/**
 * The help centre's search field: articles, completions and corrections as one types, what was
 * searched for last, and the way to a person where nothing fits.
 */

import type { SearchHitType, Suggestions } from '@frontdesk/client';
import {
  type AsTyped,
  SEARCH_MIN_CHARS,
  useFrontdesk,
  useSearchSuggestions,
} from '@frontdesk/react';
import { FileText, History, MessagesSquare, PenLine, Search, SpellCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useRecentSearches } from '../search/recent-searches';
import { useSession } from '../session';
import { Highlighted, SearchBox, type SearchGroup, type SearchOption } from '../ui';
import { t } from './locales';
import { articlePath, searchPath } from './paths';
import { prepareQuestion } from './prepare-question';

const RECENT_SHOWN = 5;
const COMPLETIONS_SHOWN = 4;
/** Words from which on a text may be a question. */
const ASKED_WORDS = 3;

export interface HelpSearchProps {
  label?: string;
  size?: 'm' | 'l';
  /** What was searched for, where the page shows its results. */
  query?: string;
  /** Goes to the page of results when it is missing. */
  onSearch?: (words: string) => void;
  className?: string;
}

export function HelpSearch({
  label = t.searchHelpCentre,
  size = 'm',
  query = '',
  onSearch,
  className,
}: HelpSearchProps) {
  const [text, setText] = useState(query);
  // The field follows an address that came by a link.
  useEffect(() => setText(query), [query]);
  const { api } = useFrontdesk();
  const navigate = useNavigate();
  const { subject } = useSession();
  const recent = useRecentSearches('portal', subject ?? 'nobody');
  const search = useSearchSuggestions(text);
  const isLongEnough = [...text.trim()].length >= SEARCH_MIN_CHARS;

  const searchFor = (words: string) => {
    if ([...words.trim()].length < SEARCH_MIN_CHARS) return;
    recent.remember(words);
    setText(words);
    if (onSearch) onSearch(words.trim());
    else void navigate(searchPath(words));
  };
  const searchId = search.answer?.searchId;
  const opened = (type: SearchHitType, id: string, rank: number) => {
    if (searchId) api.search.click({ searchId, type, id, rank });
  };
  const go = (to: string) => {
    recent.remember(text);
    void navigate(to);
  };

  const ask = (to: string) => {
    prepareQuestion(text);
    go(to);
  };

  return (
    <SearchBox
      slash
      size={size}
      className={className}
      label={label}
      placeholder={size === 'l' ? t.describeIt : t.search}
      value={text}
      onChange={setText}
      onSubmit={searchFor}
      loading={isLongEnough && search.loading}
      groups={
        isLongEnough
          ? groupsOf(search, { text, searchFor, opened, go, ask })
          : text.trim() === ''
            ? [recentGroup(recent.recent, searchFor)]
            : []
      }
    />
  );
}

function recentGroup(recent: readonly string[], searchFor: (words: string) => void): SearchGroup {
  return {
    id: 'recent',
    label: t.recentSearches,
    options: recent.slice(0, RECENT_SHOWN).map((words) => ({
      id: `recent-${words}`,
      label: words,
      icon: <History size={16} aria-hidden />,
      onSelect: () => searchFor(words),
    })),
  };
}

/** What may be done with a suggestion. */
interface Ways {
  text: string;
  searchFor: (words: string) => void;
  opened: (type: SearchHitType, id: string, rank: number) => void;
  go: (to: string) => void;
  /** Takes the question along to where a person answers. */
  ask: (to: string) => void;
}

function groupsOf(
  { answer, text: asked }: AsTyped<Suggestions>,
  { text, searchFor, opened, go, ask }: Ways,
): SearchGroup[] {
  const all: SearchOption = {
    id: 'all',
    label: t.allResultsFor(text.trim()),
    icon: <Search size={16} aria-hidden />,
    onSelect: () => searchFor(text),
  };
  if (!answer) return [{ id: 'all', options: [all] }];
  const { didYouMean, articles } = answer;
  const titles = new Set(articles.map(({ title }) => title.toLowerCase()));
  const completions = answer.completions.filter(
    (words) => !titles.has(words.toLowerCase()) && words.toLowerCase() !== asked.toLowerCase(),
  );
  const nothing = articles.length === 0 && completions.length === 0;
  // The first letters of a question say too little to tell whether it is answered.
  const unanswered = !answer.answered && asked.split(/\s+/).length >= ASKED_WORDS;
  return [
    {
      id: 'meant',
      options: didYouMean
        ? [
            {
              id: 'did-you-mean',
              label: t.didYouMean(<em>{didYouMean}</em>),
              icon: <SpellCheck size={16} aria-hidden />,
              onSelect: () => searchFor(didYouMean),
            },
          ]
        : [],
    },
    {
      id: 'articles',
      label: t.articlesHeading,
      options: articles.map((article, index) => ({
        id: `article-${article.id}`,
        label: <Highlighted html={article.highlight} />,
        icon: <FileText size={16} aria-hidden />,
        onSelect: () => {
          opened('faq', article.id, index + 1);
          go(articlePath(article.slug));
        },
      })),
    },
    {
      id: 'completions',
      label: t.searches,
      options: completions.slice(0, COMPLETIONS_SHOWN).map((words) => ({
        id: `completion-${words}`,
        label: words,
        icon: <Search size={16} aria-hidden />,
        onSelect: () => searchFor(words),
      })),
    },
    ...(nothing ? [] : [{ id: 'all', options: [all] }]),
    ...(nothing || unanswered ? [askUs(ask, nothing)] : []),
  ];
}

/** Where no article answers, a person may. */
function askUs(ask: (to: string) => void, nothing: boolean): SearchGroup {
  return {
    id: 'ask',
    label: nothing ? t.noArticleFits : t.notAmongThese,
    options: [
      {
        id: 'chat',
        label: t.chatWithUs,
        icon: <MessagesSquare size={16} aria-hidden />,
        onSelect: () => ask('/chat'),
      },
      {
        id: 'contact',
        label: t.writeToUs,
        icon: <PenLine size={16} aria-hidden />,
        onSelect: () => ask('/contact'),
      },
    ],
  };
}
