// The categories that articles and tickets are sorted into: adding, renaming, deleting.

import { type Category, type CategoryInput, FrontdeskError } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FolderTree, Pencil, Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import {
  Button,
  ConfirmDialog,
  Dialog,
  EmptyState,
  ErrorState,
  errorMessage,
  IconButton,
  Loading,
  plural,
  TextArea,
  TextField,
  useToast,
} from '../../ui';
import { PaneHead } from '../shared/panes';
import { keys, useCategories } from '../shared/queries';
import styles from './categories-pane.module.css';

export function CategoriesPane({ back }: { back: string }) {
  const categories = useCategories();
  const [editing, setEditing] = useState<Category | 'new' | null>(null);
  const [deleting, setDeleting] = useState<Category | null>(null);
  const remove = useRemoveCategory();
  return (
    <>
      <PaneHead
        back={back}
        backLabel="Back to the articles"
        title="Categories"
        actions={
          <Button
            size="s"
            variant="primary"
            icon={<Plus size={15} aria-hidden />}
            onClick={() => setEditing('new')}
          >
            Add
          </Button>
        }
      />
      <div className={styles.scroll}>
        <p className={styles.lead}>
          The shelves of the help centre. Tickets are sorted into the same ones.
        </p>
        {categories.isPending ? <Loading label="Loading categories" /> : null}
        {categories.isError ? (
          <ErrorState error={categories.error} onRetry={() => void categories.refetch()} />
        ) : null}
        {categories.data?.length === 0 ? (
          <EmptyState icon={<FolderTree size={26} aria-hidden />} title="No categories yet">
            Add one for every subject that customers come with.
          </EmptyState>
        ) : null}
        <ul className={styles.rows}>
          {categories.data?.map((category) => (
            <li key={category.id} className={styles.row}>
              <span className={styles.words}>
                <span className={styles.name}>{category.name}</span>
                {category.description ? (
                  <span className={styles.description}>{category.description}</span>
                ) : null}
                <span className={styles.description}>
                  {plural(category.articleCount, 'published article')} · {category.slug}
                </span>
              </span>
              <IconButton
                label={`Change ${category.name}`}
                icon={<Pencil size={17} aria-hidden />}
                onClick={() => setEditing(category)}
              />
              <IconButton
                label={`Delete ${category.name}`}
                icon={<Trash2 size={17} aria-hidden />}
                onClick={() => setDeleting(category)}
              />
            </li>
          ))}
        </ul>
      </div>
      {editing ? (
        <CategoryDialog
          category={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
        />
      ) : null}
      <ConfirmDialog
        open={deleting !== null}
        onOpenChange={(open) => {
          if (!open) setDeleting(null);
        }}
        title={`Delete “${deleting?.name}”?`}
        description="Only a category that nothing is sorted into any more can be deleted."
        action="Delete category"
        onConfirm={() => {
          if (deleting) remove.mutate(deleting);
        }}
      />
    </>
  );
}

function useRemoveCategory() {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const toast = useToast();
  return useMutation({
    mutationFn: (category: Category) => api.categories.remove(category.id),
    onSuccess: (_answer, category) => {
      void queries.invalidateQueries({ queryKey: keys.categories });
      toast({ title: `“${category.name}” deleted` });
    },
    onError: (error, category) =>
      toast({
        title: `“${category.name}” was not deleted`,
        text: errorMessage(error),
        tone: 'danger',
      }),
  });
}

const NAME_MAX_CHARS = 100;

function CategoryDialog({
  category,
  onClose,
}: {
  /** Null for a new one. */
  category: Category | null;
  onClose: () => void;
}) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const [name, setName] = useState(category?.name ?? '');
  const [description, setDescription] = useState(category?.description ?? '');
  const [empty, setEmpty] = useState(false);
  const save = useMutation({
    mutationFn: () => {
      const input: CategoryInput = { name: name.trim(), description: description.trim() || null };
      return category
        ? api.categories.update(category.id, { ...input, slug: category.slug })
        : api.categories.create(input);
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: keys.categories });
      onClose();
    },
  });
  const refusal = save.error instanceof FrontdeskError ? save.error : null;
  const atField = refusal?.fieldErrors.length ? refusal : null;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    const isEmpty = name.trim() === '';
    setEmpty(isEmpty);
    if (!isEmpty) save.mutate();
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={category ? `Change “${category.name}”` : 'Add a category'}
    >
      <form className={styles.form} onSubmit={onSubmit}>
        <TextField
          label="Name"
          maxLength={NAME_MAX_CHARS}
          value={name}
          error={empty ? 'Give it a name.' : atField?.fieldError('name')}
          onChange={(event) => setName(event.target.value)}
        />
        <TextArea
          label="Description (optional)"
          rows={3}
          value={description}
          error={atField?.fieldError('description')}
          onChange={(event) => setDescription(event.target.value)}
        />
        {save.isError && !atField ? (
          <p className={styles.failure} role="alert">
            {errorMessage(save.error)}
          </p>
        ) : null}
        <footer className={styles.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={save.isPending}>
            {category ? 'Save' : 'Add'}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
