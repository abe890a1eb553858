// A search field for the help centre: articles, completions and corrections as one types. Its look is
// in `styles/search.css`.

import type { SuggestedArticle } from '@frontdesk/client';
import { useRef } from 'react';
import { useFrontdesk } from './context';
import { Highlight } from './highlight';
import { ClearIcon, SearchIcon } from './icons';
import type { SomeMessages } from './messages';
import { useMessages } from './messages-context';
import { type ClassNames, slotsOf } from './slots';
import { type FaqSearchOption, type UseFaqSearch, useFaqSearch } from './use-faq-search';

export type FaqSearchSlot = 'root' | 'field' | 'clear' | 'panel' | 'group' | 'option' | 'note';

export interface FaqSearchProps {
  /** An article was chosen; the desk's own page of it is opened when this is missing. */
  onOpen?(article: SuggestedArticle): void;
  /** Shows all results for the words, where the page has a place for them. */
  onSearch?(words: string): void;
  messages?: SomeMessages['search'];
  classNames?: ClassNames<FaqSearchSlot>;
}

/** As the server takes it. */
const MAX_CHARS = 500;

export function FaqSearch({ onOpen, onSearch, messages, classNames }: FaqSearchProps) {
  const { url } = useFrontdesk();
  const own = useMessages().search;
  const words = { ...own, ...messages };
  const input = useRef<HTMLInputElement>(null);
  const search = useFaqSearch({
    label: words.label,
    onOpen: onOpen ?? (({ slug }) => location.assign(`${url}/help/${encodeURIComponent(slug)}`)),
    onSearch,
  });
  const slot = slotsOf('search', classNames);
  const note = search.failed ? words.failed : search.isEmpty ? words.none : null;
  return (
    <search {...slot('root')}>
      <SearchIcon />
      <input
        {...search.fieldProps}
        {...slot('field')}
        ref={input}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={MAX_CHARS}
        placeholder={words.placeholder}
      />
      {search.text === '' ? null : (
        <button
          {...slot('clear')}
          type="button"
          aria-label={words.clear}
          onClick={() => {
            search.setText('');
            input.current?.focus();
          }}
        >
          <ClearIcon />
        </button>
      )}
      <div {...slot('panel')} {...search.popupProps}>
        <div {...search.listProps}>
          {search.options
            .filter(({ kind }) => kind === 'did-you-mean')
            .map((option) => (
              <div key={option.id} {...slot('option')} {...search.optionProps(option.id)}>
                {words.didYouMean(option.label)}
              </div>
            ))}
          <Group kind="article" label={words.articles} search={search} slot={slot} />
          <Group kind="completion" label={words.searches} search={search} slot={slot} />
        </div>
        {note ? <p {...slot('note')}>{note}</p> : null}
      </div>
      <p className="frontdesk-visually-hidden" role="status">
        {search.expanded ? (note ?? words.count(search.options.length)) : ''}
      </p>
    </search>
  );
}

interface GroupProps {
  kind: FaqSearchOption['kind'];
  label: string;
  search: UseFaqSearch;
  slot: (slot: FaqSearchSlot) => { className: string };
}

function Group({ kind, label, search, slot }: GroupProps) {
  const options = search.options.filter((option) => option.kind === kind);
  if (options.length === 0) return null;
  return (
    <div {...search.groupProps(kind)}>
      <p {...slot('group')} {...search.groupLabelProps(kind)}>
        {label}
      </p>
      {options.map((option) => (
        <div key={option.id} {...slot('option')} {...search.optionProps(option.id)}>
          {/* The words may be of another direction than the page's. */}
          <bdi>{kind === 'article' ? <Highlight html={option.label} /> : option.label}</bdi>
        </div>
      ))}
    </div>
  );
}
