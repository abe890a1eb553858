// Asks which tags conversations get, and which they lose.

import { useState } from 'react';
import { Button, Dialog } from '../../ui';
import { TagsField } from '../shared/tags-field';

export interface TagsChange {
  addTags: string[];
  removeTags: string[];
}

export interface TagsDialogProps {
  title: string;
  /** Those that any of them has: only these can be taken away. */
  present: readonly string[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onChange: (change: TagsChange) => void;
}

export function TagsDialog({ title, open, onOpenChange, ...rest }: TagsDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title}>
      {open ? <Fields {...rest} onDone={() => onOpenChange(false)} /> : null}
    </Dialog>
  );
}

function Fields({
  present,
  onChange,
  onDone,
}: Pick<TagsDialogProps, 'present' | 'onChange'> & { onDone: () => void }) {
  const [added, setAdded] = useState<string[]>([]);
  const [kept, setKept] = useState<readonly string[]>(present);
  const removed = present.filter((tag) => !kept.includes(tag));
  const isNothing = added.length === 0 && removed.length === 0;
  return (
    <form
      style={{ display: 'grid', gap: 'var(--s-4)' }}
      onSubmit={(event) => {
        event.preventDefault();
        onDone();
        if (!isNothing) onChange({ addTags: added, removeTags: removed });
      }}
    >
      <TagsField label="Add tags" tags={added} onChange={setAdded} hint="Enter adds one." />
      {present.length > 0 ? (
        <fieldset style={{ border: 0, margin: 0, padding: 0, minWidth: 0 }}>
          <legend style={{ fontWeight: 550, marginBottom: 'var(--s-1)' }}>Tags there are</legend>
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 'var(--s-2)' }}>
            {present.map((tag) => {
              const stays = kept.includes(tag);
              return (
                <Button
                  key={tag}
                  size="s"
                  variant={stays ? 'secondary' : 'ghost'}
                  aria-pressed={stays}
                  onClick={() =>
                    setKept(stays ? kept.filter((one) => one !== tag) : [...kept, tag])
                  }
                >
                  {stays ? tag : <s>{tag}</s>}
                </Button>
              );
            })}
          </div>
        </fieldset>
      ) : null}
      <div style={{ display: 'flex', justifyContent: 'end', gap: 'var(--s-2)' }}>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary">
          Change the tags
        </Button>
      </div>
    </form>
  );
}
