// Finds an article of the help centre, to put its title and address into what is being written.

import type { FaqHit } from '@frontdesk/client';
import { type Ask, useAsTyped, useFrontdesk } from '@frontdesk/react';
import { BookOpenText } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import { Dialog, Highlighted, SearchBox } from '../../ui';
import { articleWords } from './article-words';

const SHOWN = 8;

export interface ArticleDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Once the dialog is gone, so that the field can have the focus. */
  onInsert: (words: string) => void;
}

export function ArticleDialog({ open, onOpenChange, onInsert }: ArticleDialogProps) {
  const chosen = useRef<string | null>(null);
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Insert an article"
      description="Its title and its address go where the cursor is."
      onClosed={() => {
        const words = chosen.current;
        chosen.current = null;
        if (words === null) return false;
        onInsert(words);
        return true;
      }}
    >
      {open ? (
        <Finding
          onLeave={() => onOpenChange(false)}
          onChoose={(article) => {
            chosen.current = articleWords(article, location.origin);
            onOpenChange(false);
          }}
        />
      ) : null}
    </Dialog>
  );
}

interface FindingProps {
  onChoose: (article: FaqHit) => void;
  onLeave: () => void;
}

function Finding({ onChoose, onLeave }: FindingProps) {
  const { api } = useFrontdesk();
  const [text, setText] = useState('');
  const ask = useCallback<Ask<readonly FaqHit[]>>(
    async (q, signal) => {
      const { faq } = await api.search.query({ q, type: 'faq', limit: SHOWN }, { signal });
      // A draft is nothing that a customer could open.
      return faq.filter(({ isPublished }) => isPublished);
    },
    [api],
  );
  const { answer, loading } = useAsTyped(text, ask);
  const found = answer ?? [];
  return (
    <SearchBox
      inline
      label="Search the articles"
      placeholder="What is it about?"
      value={text}
      onChange={setText}
      onSubmit={() => found[0] && onChoose(found[0])}
      onLeave={onLeave}
      loading={loading}
      emptyText={answer && found.length === 0 ? 'No article fits' : undefined}
      groups={[
        {
          id: 'articles',
          options: found.map((article) => ({
            id: article.id,
            label: <Highlighted html={article.highlight.title} />,
            icon: <BookOpenText size={16} aria-hidden />,
            onSelect: () => onChoose(article),
          })),
        },
      ]}
    />
  );
}
