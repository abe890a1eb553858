/** The search over titles, headings and operations. */

import { SUBJECTS } from 'virtual:api';
import { SECTIONS } from 'virtual:guide';
import { FileText, Hash, SquareTerminal } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { SearchBox, type SearchGroup, type SearchOption } from '../ui';
import { t } from './locales';
import { docsPath } from './paths';
import { type Entry, findEntries } from './search';

const ICONS = { page: FileText, heading: Hash, operation: SquareTerminal } as const;

function entries(): Entry[] {
  const pages = SECTIONS.flatMap(({ slug, pages }) =>
    pages.flatMap(({ path, title, headings }): Entry[] => [
      { kind: 'page', to: docsPath.page(path), title, within: t.sections[slug] },
      ...headings.map(
        ({ id, text }): Entry => ({
          kind: 'heading',
          to: docsPath.page(path, id),
          title: text,
          within: title,
        }),
      ),
    ]),
  );
  const operations = SUBJECTS.flatMap(({ name, operations }) =>
    operations.map(
      ({ id, method, path, summary }): Entry => ({
        kind: 'operation',
        to: docsPath.subject(name, id),
        title: (summary ?? id).replace(/\.$/, ''),
        within: `${method.toUpperCase()} ${path}`,
      }),
    ),
  );
  return [...pages, ...operations];
}

export function DocsSearch({ className }: { className?: string }) {
  const [text, setText] = useState('');
  const navigate = useNavigate();
  const found = text.trim() ? findEntries(entries(), text) : [];
  const option = (entry: Entry): SearchOption => {
    const Icon = ICONS[entry.kind];
    return {
      id: entry.to,
      label: <bdi lang="en">{entry.title}</bdi>,
      detail: <bdi lang="en">{entry.within}</bdi>,
      icon: <Icon size={17} aria-hidden />,
      onSelect: () => {
        setText('');
        void navigate(entry.to);
      },
    };
  };
  const groups: SearchGroup[] = [
    {
      id: 'pages',
      label: t.pages,
      options: found.filter(({ kind }) => kind !== 'operation').map(option),
    },
    {
      id: 'operations',
      label: t.operations,
      options: found.filter(({ kind }) => kind === 'operation').map(option),
    },
  ];
  return (
    <SearchBox
      label={t.search}
      placeholder={t.search}
      value={text}
      onChange={setText}
      onSubmit={() => {
        const best = found[0];
        if (best) void navigate(best.to);
      }}
      groups={groups}
      emptyText={text.trim() ? t.nothingFound : undefined}
      slash
      className={className}
    />
  );
}
