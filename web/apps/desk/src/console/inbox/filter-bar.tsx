// What narrows the list: one select each, and a tag.

import type { InboxOrder } from '@frontdesk/client';
import { type ReactNode, useId, useState } from 'react';
import { priorityLabel, Select, statusLabel } from '../../ui';
import { useConsole } from '../shared/console-context';
import { useAgents, useCategories, useTeams } from '../shared/queries';
import { PRIORITIES, STATUSES } from '../tickets/choices';
import { type Filters, INBOX_STATUSES } from './filters';
import styles from './inbox.module.css';

export interface FilterBarProps {
  filters: Filters;
  onFilters: (filters: Filters) => void;
  children?: ReactNode;
}

const STANDING: Record<Filters['status'], string> = {
  open: 'Open',
  snoozed: 'Set aside',
  closed: 'Closed',
  all: 'Open and closed',
};
const ORDERS: Record<InboxOrder, string> = { newest: 'Newest first', oldest: 'Oldest first' };

export function FilterBar({ filters, onFilters, children }: FilterBarProps) {
  const set = (part: Partial<Filters>) => onFilters({ ...filters, ...part });
  return (
    <section className={styles.filters} aria-label="Filters">
      <div className={styles.selects}>
        <Choice
          label="Standing"
          value={filters.status}
          onChange={(status) => set({ status })}
          options={INBOX_STATUSES.map((value) => ({ value, label: STANDING[value] }))}
        />
        <Choice
          label="Kind"
          value={filters.kind}
          onChange={(kind) => set({ kind })}
          options={[
            { value: '', label: 'Chats and tickets' },
            { value: 'chat', label: 'Chats' },
            { value: 'ticket', label: 'Tickets' },
          ]}
        />
        <AssigneeChoice value={filters.assignee} onChange={(assignee) => set({ assignee })} />
        <Choice
          label="Ticket’s status"
          value={filters.ticketStatus}
          onChange={(ticketStatus) => set({ ticketStatus })}
          options={[
            { value: '', label: 'Any status' },
            ...STATUSES.map((value) => ({ value, label: statusLabel(value) })),
          ]}
        />
        <Choice
          label="Priority"
          value={filters.priority}
          onChange={(priority) => set({ priority })}
          options={[
            { value: '', label: 'Any priority' },
            ...PRIORITIES.map((value) => ({ value, label: priorityLabel(value) })),
          ]}
        />
        <CategoryChoice value={filters.category} onChange={(category) => set({ category })} />
        <TeamChoice value={filters.teamId} onChange={(teamId) => set({ teamId })} />
        <TagField key={filters.tag} tag={filters.tag} onTag={(tag) => set({ tag })} />
        <Choice
          label="Order"
          value={filters.order}
          onChange={(order) => set({ order })}
          options={(['newest', 'oldest'] as const).map((value) => ({
            value,
            label: ORDERS[value],
          }))}
        />
      </div>
      {children ? <div className={styles.filterActions}>{children}</div> : null}
    </section>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: { value: Value; label: string }[];
}

function Choice<Value extends string>({ options, value, ...rest }: ChoiceProps<Value>) {
  // A value of the address that no option has (yet) is still shown as what it is.
  const known = options.some((option) => option.value === value);
  return (
    <Select
      {...rest}
      hideLabel
      size="s"
      value={value}
      options={known ? options : [...options, { value, label: value }]}
    />
  );
}

interface NamedChoiceProps {
  value: string;
  onChange: (value: string) => void;
}

function AssigneeChoice(props: NamedChoiceProps) {
  const { me } = useConsole();
  const others = (useAgents().data ?? []).filter(({ id }) => id !== me.id);
  return (
    <Choice
      {...props}
      label="Assignee"
      options={[
        { value: '', label: 'Any assignee' },
        { value: 'me', label: 'Assigned to me' },
        { value: 'none', label: 'Unassigned' },
        ...others.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

function CategoryChoice(props: NamedChoiceProps) {
  const categories = useCategories().data ?? [];
  return (
    <Choice
      {...props}
      label="Category"
      options={[
        { value: '', label: 'Any category' },
        ...categories.map(({ slug, name }) => ({ value: slug, label: name })),
      ]}
    />
  );
}

function TeamChoice(props: NamedChoiceProps) {
  const teams = useTeams().data ?? [];
  return (
    <Choice
      {...props}
      label="Team"
      options={[
        { value: '', label: 'Any team' },
        ...teams.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}

function TagField({ tag, onTag }: { tag: string; onTag: (tag: string) => void }) {
  const id = useId();
  const [typed, setTyped] = useState(tag);
  const settle = () => {
    if (typed.trim() !== tag) onTag(typed.trim());
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        settle();
      }}
    >
      <label className="visually-hidden" htmlFor={id}>
        Tag
      </label>
      <input
        id={id}
        className={styles.tagField}
        placeholder="Any tag"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={settle}
      />
    </form>
  );
}
