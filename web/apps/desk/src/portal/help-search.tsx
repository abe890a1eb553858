/**
 * The help centre's search field: articles, completions and corrections as one types, what was
 * searched for last, and the way to a person where nothing fits.
 */
import { SEARCH_MIN_CHARS } from '@frontdesk/react';
import { FileText, History, MessagesSquare, PenLine, Search, SpellCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useRecentSearches } from '../search/recent-searches';
import { useSession } from '../session';
import { Highlighted, SearchBox, type SearchGroup, type SearchOption } from '../ui';
import { articlePath, searchPath } from './paths';
import { type AsTypedSearch, useSearchAsTyped } from './queries';

const RECENT_SHOWN = 5;
const COMPLETIONS_SHOWN = 4;

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
  label = 'Search the help centre',
  size = 'm',
  query = '',
  onSearch,
  className,
}: HelpSearchProps) {
  const [text, setText] = useState(query);
  // The field follows an address that came by a link.
  useEffect(() => setText(query), [query]);
  const navigate = useNavigate();
  const { person, signedIn } = useSession();
  const recent = useRecentSearches('portal', signedIn ? (person?.id ?? '') : 'nobody');
  const search = useSearchAsTyped(text);
  const isLongEnough = [...text.trim()].length >= SEARCH_MIN_CHARS;

  const searchFor = (words: string) => {
    if ([...words.trim()].length < SEARCH_MIN_CHARS) return;
    recent.remember(words);
    setText(words);
    if (onSearch) onSearch(words.trim());
    else void navigate(searchPath(words));
  };
  const go = (to: string) => {
    recent.remember(text);
    void navigate(to);
  };

  return (
    <SearchBox
      slash
      size={size}
      className={className}
      label={label}
      placeholder="Describe it in your own words"
      value={text}
      onChange={setText}
      onSubmit={searchFor}
      loading={isLongEnough && search.loading}
      groups={
        isLongEnough
          ? groupsOf(search, text, searchFor, go)
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
    label: 'Recent searches',
    options: recent.slice(0, RECENT_SHOWN).map((words) => ({
      id: `recent-${words}`,
      label: words,
      icon: <History size={16} aria-hidden />,
      onSelect: () => searchFor(words),
    })),
  };
}

function groupsOf(
  { answer, text: asked }: AsTypedSearch,
  text: string,
  searchFor: (words: string) => void,
  go: (to: string) => void,
): SearchGroup[] {
  const all: SearchOption = {
    id: 'all',
    label: `All results for “${text.trim()}”`,
    icon: <Search size={16} aria-hidden />,
    onSelect: () => searchFor(text),
  };
  if (!answer) return [{ id: 'all', options: [all] }];
  const { didYouMean, articles } = answer;
  const titles = new Set(articles.map(({ question }) => question.toLowerCase()));
  const completions = answer.completions.filter(
    (words) => !titles.has(words.toLowerCase()) && words.toLowerCase() !== asked.toLowerCase(),
  );
  const nothing = articles.length === 0 && completions.length === 0;
  return [
    {
      id: 'meant',
      options: didYouMean
        ? [
            {
              id: 'did-you-mean',
              label: (
                <>
                  Did you mean <em>{didYouMean}</em>?
                </>
              ),
              icon: <SpellCheck size={16} aria-hidden />,
              onSelect: () => searchFor(didYouMean),
            },
          ]
        : [],
    },
    {
      id: 'articles',
      label: 'Articles',
      options: articles.map((hit) => ({
        id: `article-${hit.id}`,
        label: <Highlighted html={hit.highlight.title} />,
        detail: <Highlighted markdown html={hit.highlight.body} />,
        icon: <FileText size={16} aria-hidden />,
        onSelect: () => go(articlePath(hit.slug)),
      })),
    },
    {
      id: 'completions',
      label: 'Searches',
      options: completions.slice(0, COMPLETIONS_SHOWN).map((words) => ({
        id: `completion-${words}`,
        label: words,
        icon: <Search size={16} aria-hidden />,
        onSelect: () => searchFor(words),
      })),
    },
    ...(nothing ? [askUs(go)] : [{ id: 'all', options: [all] }]),
  ];
}

/** Where no article fits, a person may. */
function askUs(go: (to: string) => void): SearchGroup {
  return {
    id: 'ask',
    label: 'No article fits. Ask us',
    options: [
      {
        id: 'chat',
        label: 'Chat with us',
        icon: <MessagesSquare size={16} aria-hidden />,
        onSelect: () => go('/chat'),
      },
      {
        id: 'contact',
        label: 'Write to us',
        icon: <PenLine size={16} aria-hidden />,
        onSelect: () => go('/contact'),
      },
    ],
  };
}
