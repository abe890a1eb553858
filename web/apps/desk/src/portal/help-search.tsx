/** The help centre's search field: the best articles appear below it as one types. */
import { FileText } from 'lucide-react';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { Highlighted, SearchBox, type SearchOption } from '../ui';
import { articlePath, searchPath } from './paths';
import { MIN_QUERY_CHARS, useQuickSearch, useSuggestions } from './queries';
import { useDebounced } from './use-debounced';

const PAUSE_MS = 120;

export function HelpSearch() {
  const [text, setText] = useState('');
  const navigate = useNavigate();
  const settled = useDebounced(text, PAUSE_MS);
  const results = useQuickSearch(settled);
  const isEmpty = results.data?.faq.length === 0 && !results.isPlaceholderData;
  const suggestions = useSuggestions(isEmpty ? settled : '');
  const longEnough = [...text.trim()].length >= MIN_QUERY_CHARS;
  const meant = suggestions.data?.didYouMean;

  const options: SearchOption[] = longEnough
    ? (results.data?.faq ?? []).map((hit) => ({
        id: hit.id,
        label: <Highlighted html={hit.highlight.title} />,
        detail: <Highlighted markdown html={hit.highlight.body} />,
        icon: <FileText size={16} aria-hidden />,
        onSelect: () => void navigate(articlePath(hit.slug)),
      }))
    : [];

  return (
    <SearchBox
      size="l"
      slash
      label="Search the help centre"
      placeholder="Describe it in your own words"
      value={text}
      onChange={setText}
      onSubmit={(q) => {
        if ([...q.trim()].length >= MIN_QUERY_CHARS) void navigate(searchPath(q));
      }}
      loading={longEnough && results.isFetching}
      options={options}
      emptyText={
        longEnough && isEmpty ? (
          <>
            Nothing found for “{settled}”.{' '}
            {meant ? (
              <>
                Did you mean <Link to={searchPath(meant)}>{meant}</Link>?
              </>
            ) : null}
          </>
        ) : null
      }
      footer={
        options.length > 0 ? (
          <Link to={searchPath(text)}>All results for “{text.trim()}”</Link>
        ) : null
      }
    />
  );
}
