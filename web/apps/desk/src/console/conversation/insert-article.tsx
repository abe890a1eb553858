// The button of a reply that puts an article into it.

import { BookOpenText } from 'lucide-react';
import { lazy, type RefObject, Suspense, useState } from 'react';
import { type ComposerHandle, IconButton } from '../../ui';

// Most replies have none.
const ArticleDialog = lazy(async () => ({
  default: (await import('./article-dialog')).ArticleDialog,
}));

export function InsertArticle({ field }: { field: RefObject<ComposerHandle | null> }) {
  const [open, setOpen] = useState<boolean | null>(null);
  return (
    <>
      <IconButton
        label="Insert an article"
        size="s"
        icon={<BookOpenText size={18} aria-hidden />}
        onClick={() => setOpen(true)}
      />
      {open === null ? null : (
        <Suspense fallback={null}>
          <ArticleDialog
            open={open}
            onOpenChange={setOpen}
            onInsert={(words) => field.current?.insert(words)}
          />
        </Suspense>
      )}
    </>
  );
}
