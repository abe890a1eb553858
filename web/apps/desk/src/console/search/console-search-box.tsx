// The console's search field, in the dialog and on the page of results.

import { SEARCH_MIN_CHARS, useFrontdesk } from '@frontdesk/react';
import { type RefObject, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { useRecentSearches } from '../../search/recent-searches';
import { SearchBox } from '../../ui';
import { useConsole } from '../shared/console-context';
import { paths } from '../shared/paths';
import { useConsoleSearchAsTyped } from './as-typed';
import { useCommands } from './commands';
import { recentGroup, suggestionGroups, type Ways } from './suggestion-groups';

export interface ConsoleSearchBoxProps {
  /** What was searched for, where the page shows its results. */
  query?: string;
  /** Goes to the page of results when it is missing. */
  onSearch?: (words: string) => void;
  /** It has led elsewhere. */
  onDone?: () => void;
  onText?: (text: string) => void;
  /** Offers what can be done, too. */
  commands?: boolean;
  inline?: boolean;
  slash?: boolean;
  field?: RefObject<HTMLInputElement | null>;
}

export function ConsoleSearchBox({
  query = '',
  onSearch,
  onDone,
  onText,
  commands = false,
  ...look
}: ConsoleSearchBoxProps) {
  const { me } = useConsole();
  const { api } = useFrontdesk();
  const navigate = useNavigate();
  const recent = useRecentSearches('console', me.id);
  const [text, setText] = useState(query);
  // The field follows an address that came by a link.
  useEffect(() => setText(query), [query]);
  const search = useConsoleSearchAsTyped(text);
  const isLongEnough = [...text.trim()].length >= SEARCH_MIN_CHARS;

  const change = (next: string) => {
    setText(next);
    onText?.(next);
  };
  const ways: Ways = {
    text,
    setText: change,
    searchFor: (words) => {
      if ([...words.trim()].length < SEARCH_MIN_CHARS) return;
      recent.remember(words);
      change(words);
      if (onSearch) onSearch(words.trim());
      else void navigate(paths.search(words.trim()));
      onDone?.();
    },
    open: (to, type, id, rank) => {
      const searchId = search.answer?.found.searchId;
      if (searchId) api.search.click({ searchId, type, id, rank });
      recent.remember(text);
      void navigate(to);
      onDone?.();
    },
  };
  const todo = useCommands(commands ? text : '', {
    goTo: (path) => {
      void navigate(path);
      onDone?.();
    },
    run: (command) => {
      onDone?.();
      // Once the dialog is gone: what opens another takes the focus from the page.
      setTimeout(command);
    },
  });
  return (
    <SearchBox
      {...look}
      label="Search everything"
      placeholder="Words, a name, #number or status:open"
      value={text}
      onChange={change}
      onSubmit={ways.searchFor}
      loading={isLongEnough && search.loading}
      groups={
        isLongEnough
          ? [todo, ...suggestionGroups(search.answer, ways)]
          : text.trim() === ''
            ? [recentGroup(recent.recent, ways)]
            : [todo]
      }
    />
  );
}
