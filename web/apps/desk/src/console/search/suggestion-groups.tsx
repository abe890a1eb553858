// What is offered below the console's search field: filters, corrections, and the best tickets,
// chats, articles and customers.

import type { SearchHitType } from '@frontdesk/client';
import {
  BookOpenText,
  Filter,
  History,
  Inbox,
  MessagesSquare,
  Search,
  SpellCheck,
  UserRound,
} from 'lucide-react';
import { Highlighted, type SearchGroup, type SearchOption, StatusPill } from '../../ui';
import { paths } from '../shared/paths';
import type { ConsoleAnswer } from './as-typed';
import { filterOf, withFilter } from './complete';
import { PLACE_NAMES, TYPE_NAMES } from './words';

const FILTERS_SHOWN = 5;
const COMPLETIONS_SHOWN = 3;
const RECENT_SHOWN = 6;

/** What may be done with a suggestion. */
export interface Ways {
  text: string;
  setText: (text: string) => void;
  searchFor: (words: string) => void;
  /** `place`: from 1, among those of its type. */
  open: (to: string, type: SearchHitType, id: string, place: number) => void;
}

export function recentGroup(recent: readonly string[], { searchFor }: Ways): SearchGroup {
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

/** Goes to the results, whatever else there is. */
export function allOption({ text, searchFor }: Ways): SearchOption {
  return {
    id: 'all',
    label: `All results for “${text.trim()}”`,
    icon: <Search size={16} aria-hidden />,
    onSelect: () => searchFor(text),
  };
}

export function suggestionGroups(answer: ConsoleAnswer | null, ways: Ways): SearchGroup[] {
  const all = { id: 'all', options: [allOption(ways)] };
  if (!answer) return [all];
  return [
    filterGroup(answer, ways),
    meantGroup(answer, ways),
    ticketGroup(answer, ways),
    chatGroup(answer, ways),
    articleGroup(answer, ways),
    customerGroup(answer, ways),
    completionGroup(answer, ways),
    all,
  ];
}

function filterGroup({ suggestions }: ConsoleAnswer, { text, setText }: Ways): SearchGroup {
  return {
    id: 'filters',
    label: 'Filters',
    options: suggestions.filters.slice(0, FILTERS_SHOWN).map((filter) => ({
      id: `filter-${filter.text}`,
      label: filter.text,
      mark: filter.description,
      icon: <Filter size={16} aria-hidden />,
      onSelect: () => {
        setText(withFilter(text, filter.text));
        return true;
      },
    })),
  };
}

function meantGroup({ suggestions, found }: ConsoleAnswer, { searchFor }: Ways): SearchGroup {
  const meant = suggestions.didYouMean ?? found.didYouMean;
  const option = (words: string): SearchOption => ({
    id: 'did-you-mean',
    label: (
      <>
        Did you mean <em>{words}</em>?
      </>
    ),
    icon: <SpellCheck size={16} aria-hidden />,
    onSelect: () => searchFor(words),
  });
  return { id: 'meant', options: meant ? [option(meant)] : [] };
}

function ticketGroup({ found }: ConsoleAnswer, { open }: Ways): SearchGroup {
  return {
    id: 'tickets',
    label: TYPE_NAMES.tickets,
    options: found.tickets.map((hit, index) => ({
      id: `ticket-${hit.id}`,
      label: (
        <>
          #{hit.number} <Highlighted html={hit.highlight.title} />
        </>
      ),
      detail: <Passage {...hit.highlight} before={hit.userName} />,
      mark: <StatusPill status={hit.status} />,
      icon: <Inbox size={16} aria-hidden />,
      onSelect: () => open(paths.ticket(hit.id), 'tickets', hit.id, index + 1),
    })),
  };
}

function chatGroup({ found }: ConsoleAnswer, { open }: Ways): SearchGroup {
  return {
    id: 'chats',
    label: TYPE_NAMES.chats,
    options: (found.chats ?? []).map((hit, index) => ({
      id: `chat-${hit.id}`,
      label: (
        <>
          {hit.userName}
          {hit.highlight.title ? (
            <>
              {' · '}
              <Highlighted html={hit.highlight.title} />
            </>
          ) : null}
        </>
      ),
      detail: <Passage {...hit.highlight} />,
      mark: <StatusPill status={hit.status} />,
      icon: <MessagesSquare size={16} aria-hidden />,
      onSelect: () => open(paths.chat(hit.id), 'chats', hit.id, index + 1),
    })),
  };
}

function articleGroup({ found }: ConsoleAnswer, { open }: Ways): SearchGroup {
  return {
    id: 'faq',
    label: TYPE_NAMES.faq,
    options: found.faq.map((hit, index) => ({
      id: `article-${hit.id}`,
      label: <Highlighted html={hit.highlight.title} />,
      mark: hit.isPublished ? null : 'Draft',
      icon: <BookOpenText size={16} aria-hidden />,
      onSelect: () => open(paths.article(hit.id), 'faq', hit.id, index + 1),
    })),
  };
}

function customerGroup({ found }: ConsoleAnswer, { open }: Ways): SearchGroup {
  return {
    id: 'customers',
    label: TYPE_NAMES.customers,
    options: (found.customers ?? []).map((hit, index) => ({
      id: `customer-${hit.id}`,
      label: <Highlighted html={hit.highlight.title} />,
      detail: hit.email,
      icon: <UserRound size={16} aria-hidden />,
      onSelect: () =>
        open(paths.search(filterOf('from', hit.email ?? hit.name)), 'customers', hit.id, index + 1),
    })),
  };
}

function completionGroup({ suggestions, found }: ConsoleAnswer, ways: Ways): SearchGroup {
  const known = new Set([
    ways.text.trim().toLowerCase(),
    ...found.faq.map(({ question }) => question.toLowerCase()),
  ]);
  const completions = suggestions.completions.filter((words) => !known.has(words.toLowerCase()));
  return {
    id: 'completions',
    label: 'Searches',
    options: completions.slice(0, COMPLETIONS_SHOWN).map((words) => ({
      id: `completion-${words}`,
      label: words,
      icon: <Search size={16} aria-hidden />,
      onSelect: () => ways.searchFor(words),
    })),
  };
}

interface PassageProps {
  body: string;
  place: keyof typeof PLACE_NAMES;
  /** Whose it is. */
  before?: string;
}

/** The passage that fits best, and where it stands. */
function Passage({ body, place, before }: PassageProps) {
  const where = PLACE_NAMES[place];
  return (
    <>
      {[before, where].filter(Boolean).join(' · ')}
      {before || where ? ': ' : null}
      <Highlighted html={body} />
    </>
  );
}
