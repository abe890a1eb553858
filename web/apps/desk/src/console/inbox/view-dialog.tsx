// Giving the filters a name of their own, and what can be done with a view that has one.

import type { SavedView } from '@frontdesk/client';
import { BookmarkPlus, Ellipsis, PenLine, Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import {
  Button,
  Checkbox,
  ConfirmDialog,
  Dialog,
  errorMessage,
  IconButton,
  Menu,
  type MenuEntry,
  TextField,
  useToast,
} from '../../ui';
import { paths } from '../shared/paths';
import { type Filters, filterOf, narrowedBy } from './filters';
import { useChangeViews } from './queries';

const NAME_MAX_CHARS = 100;

/** Makes a view of the filters. */
export function SaveView({ filters }: { filters: Filters }) {
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  return (
    <>
      <Button size="s" icon={<BookmarkPlus size={15} aria-hidden />} onClick={() => setOpen(true)}>
        Save as a view…
      </Button>
      <ViewDialog
        title="Save as a view"
        saved={null}
        filters={filters}
        open={open}
        onOpenChange={setOpen}
        onSaved={(view) => void navigate(paths.view(view.id))}
      />
    </>
  );
}

export interface ViewActionsProps {
  saved: SavedView;
  base: Filters;
  /** As they are set now. */
  filters: Filters;
}

export function ViewActions({ saved, base, filters }: ViewActionsProps) {
  const [asking, setAsking] = useState<'edit' | 'remove' | null>(null);
  const { save, remove } = useChangeViews();
  const navigate = useNavigate();
  const toast = useToast();
  const isChanged = narrowedBy(base, filters) > 0 || base.order !== filters.order;
  const update: MenuEntry = {
    label: 'Keep the filters as they are now',
    icon: <Save size={16} aria-hidden />,
    onSelect: () =>
      save.mutate(
        {
          id: saved.id,
          view: { ...named(saved), filter: filterOf(filters), order: filters.order },
        },
        {
          onSuccess: () => void navigate(paths.view(saved.id), { replace: true }),
          onError: (error) =>
            toast({ title: 'The view was not changed', text: errorMessage(error), tone: 'danger' }),
        },
      ),
  };
  return (
    <>
      <Menu
        trigger={
          <IconButton
            label={`More to do with the view ${saved.name}`}
            icon={<Ellipsis size={18} aria-hidden />}
          />
        }
        entries={[
          ...(isChanged ? [update] : []),
          {
            label: 'Rename or share…',
            icon: <PenLine size={16} aria-hidden />,
            onSelect: () => setAsking('edit'),
          },
          {
            label: 'Delete…',
            icon: <Trash2 size={16} aria-hidden />,
            danger: true,
            onSelect: () => setAsking('remove'),
          },
        ]}
      />
      <ViewDialog
        title="Rename or share the view"
        saved={saved}
        filters={base}
        open={asking === 'edit'}
        onOpenChange={(open) => setAsking(open ? 'edit' : null)}
      />
      <ConfirmDialog
        open={asking === 'remove'}
        onOpenChange={(open) => setAsking(open ? 'remove' : null)}
        title={`Delete the view “${saved.name}”?`}
        description={
          saved.visibility === 'everyone'
            ? 'It goes for everybody. The conversations stay as they are.'
            : 'The conversations stay as they are.'
        }
        action="Delete"
        onConfirm={() =>
          remove.mutate(saved.id, {
            onSuccess: () => void navigate(paths.view('mine')),
            onError: (error) =>
              toast({
                title: 'The view is still there',
                text: errorMessage(error),
                tone: 'danger',
              }),
          })
        }
      />
    </>
  );
}

const named = ({ name, visibility }: SavedView) => ({ name, visibility });

interface ViewDialogProps {
  title: string;
  /** Null makes a new one. */
  saved: SavedView | null;
  filters: Filters;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onSaved?: (view: SavedView) => void;
}

function ViewDialog({ title, open, onOpenChange, ...form }: ViewDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title}>
      {open ? <ViewForm {...form} onDone={() => onOpenChange(false)} /> : null}
    </Dialog>
  );
}

function ViewForm({
  saved,
  filters,
  onSaved,
  onDone,
}: Pick<ViewDialogProps, 'saved' | 'filters' | 'onSaved'> & { onDone: () => void }) {
  const { save } = useChangeViews();
  const [name, setName] = useState(saved?.name ?? '');
  const [shared, setShared] = useState(saved?.visibility === 'everyone');
  const [missing, setMissing] = useState(false);

  function submit() {
    setMissing(name.trim() === '');
    if (name.trim() === '') return;
    save.mutate(
      {
        id: saved?.id ?? null,
        view: {
          name: name.trim(),
          visibility: shared ? 'everyone' : 'me',
          filter: filterOf(filters),
          order: filters.order,
        },
      },
      {
        onSuccess: (view) => {
          onDone();
          onSaved?.(view);
        },
      },
    );
  }

  return (
    <form
      noValidate
      style={{ display: 'grid', gap: 'var(--s-4)' }}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextField
        label="Name"
        maxLength={NAME_MAX_CHARS}
        value={name}
        error={missing ? 'Give it a name.' : save.isError ? errorMessage(save.error) : null}
        onChange={(event) => setName(event.target.value)}
      />
      <Checkbox
        label="Share it with everybody"
        hint="All agents see it, and may change it."
        checked={shared}
        onChange={setShared}
      />
      <div style={{ display: 'flex', justifyContent: 'end', gap: 'var(--s-2)' }}>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" busy={save.isPending}>
          Save
        </Button>
      </div>
    </form>
  );
}
