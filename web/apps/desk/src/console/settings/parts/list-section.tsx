// A section that is a list: how it loads, that it is empty, its rows, and making, changing and
// removing one of them. What a row looks like, and the dialogs, are the section's own.

import type { UseQueryResult } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Button, EmptyState, ErrorState, Loading } from '../../../ui';
import { AdminsOnly, SectionBody } from '../section-body';
import { Rows } from './list-part';
import { ChangeButtons } from './row';

export interface ListSectionProps<Item> {
  title: string;
  lead: ReactNode;
  query: UseQueryResult<Item[]>;
  /** On the button: “Add a team”. */
  addLabel: string;
  /** Whether the person may add, change and remove; if not, they are told that admins may. */
  mayChange?: boolean;
  empty: { icon: ReactNode; title: string; text: ReactNode };
  /** Above the rows, once there are any. */
  above?: ReactNode;
  /** Which of the items are shown, in order; all when it is missing. */
  shown?: readonly Item[];
  /** `actions`: the buttons that change and remove it, if the person may. */
  row: (item: Item, actions: ReactNode) => ReactNode;
  /** What the buttons call it. */
  nameOf: (item: Item) => string;
  /** The dialog in which one is changed, or a new one (null) is made. */
  edit: (item: Item | null, onClose: () => void) => ReactNode;
  /** The dialog that asks before one is removed. */
  remove: (item: Item, onClose: () => void) => ReactNode;
  /** Below the list. */
  children?: ReactNode;
}

export function ListSection<Item>(props: ListSectionProps<Item>) {
  const { title, lead, query, addLabel, mayChange = true, empty, above, nameOf } = props;
  const [editing, setEditing] = useState<{ item: Item | null } | null>(null);
  const [removing, setRemoving] = useState<{ item: Item } | null>(null);
  const items = query.data ?? [];
  const shown = props.shown ?? items;
  const add = mayChange ? (
    <Button
      size="s"
      variant="primary"
      icon={<Plus size={15} aria-hidden />}
      onClick={() => setEditing({ item: null })}
    >
      {addLabel}
    </Button>
  ) : null;
  const actionsOf = (item: Item) =>
    mayChange ? (
      <ChangeButtons
        name={nameOf(item)}
        onEdit={() => setEditing({ item })}
        onRemove={() => setRemoving({ item })}
      />
    ) : null;
  return (
    <SectionBody title={title} lead={lead} actions={items.length > 0 ? add : null}>
      {mayChange ? null : <AdminsOnly />}
      {items.length > 0 ? above : null}
      {query.isPending ? <Loading label={`Loading ${title.toLowerCase()}`} /> : null}
      {query.isError ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : null}
      {query.isSuccess && items.length === 0 ? (
        <EmptyState icon={empty.icon} title={empty.title} action={add}>
          {empty.text}
        </EmptyState>
      ) : null}
      {items.length > 0 && shown.length === 0 ? (
        <EmptyState title="Nothing fits">Try other words.</EmptyState>
      ) : null}
      {shown.length > 0 ? (
        <Rows>{shown.map((item) => props.row(item, actionsOf(item)))}</Rows>
      ) : null}
      {query.isSuccess ? props.children : null}
      {editing ? props.edit(editing.item, () => setEditing(null)) : null}
      {removing ? props.remove(removing.item, () => setRemoving(null)) : null}
    </SectionBody>
  );
}
