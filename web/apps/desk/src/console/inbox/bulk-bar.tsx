// Above the list while conversations are selected: how many, and what can be done with them.

import type { InboxItem } from '@frontdesk/client';
import { CircleCheck, Clock, Flag, Tag, UserRoundPlus, X } from 'lucide-react';
import { Button, IconButton, plural } from '../../ui';
import styles from './inbox.module.css';
import { useSelection } from './selection';
import type { Ask, InboxActions } from './use-inbox-actions';

const ACTIONS = [
  { what: 'assign', label: 'Assign', icon: UserRoundPlus },
  { what: 'status', label: 'Status', icon: CircleCheck },
  { what: 'priority', label: 'Priority', icon: Flag },
  { what: 'tags', label: 'Tags', icon: Tag },
  { what: 'snooze', label: 'Set aside', icon: Clock },
] as const satisfies { what: Ask; label: string; icon: unknown }[];

export interface BulkBarProps {
  items: readonly InboxItem[];
  actions: InboxActions;
}

export function BulkBar({ items, actions }: BulkBarProps) {
  const selection = useSelection();
  const count = selection.ids.size;
  const isAll = count >= items.length;
  return (
    <>
      <p className="visually-hidden" role="status">
        {count > 0 ? `${count} selected` : ''}
      </p>
      {count > 0 ? (
        <section className={styles.bulk} aria-label={plural(count, 'selected conversation')}>
          <div className={styles.bulkHead}>
            <strong aria-hidden="true">{count} selected</strong>
            {isAll ? null : (
              <Button
                size="s"
                variant="ghost"
                onClick={() => selection.replace(items.map(({ id }) => id))}
              >
                Select all {items.length}
              </Button>
            )}
            <IconButton
              className={styles.bulkEnd}
              size="s"
              label="Select none"
              icon={<X size={16} aria-hidden />}
              onClick={selection.clear}
            />
          </div>
          <div className={styles.bulkActions}>
            {ACTIONS.map(({ what, label, icon: Icon }) => (
              <Button
                key={what}
                size="s"
                icon={<Icon size={15} aria-hidden />}
                onClick={() => actions.ask(what)}
              >
                {label}
              </Button>
            ))}
          </div>
        </section>
      ) : null}
    </>
  );
}
