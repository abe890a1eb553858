/** A menu of actions that opens from a button; arrow keys move, a letter jumps. */
import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { classes } from './classes';
import styles from './menu.module.css';

export interface MenuAction {
  label: ReactNode;
  icon?: ReactNode;
  onSelect: () => void;
  danger?: boolean;
  disabled?: boolean;
}

/** An action, a line (`'separator'`), or a heading. */
export type MenuEntry = MenuAction | 'separator' | { heading: ReactNode };

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactElement;
  entries: MenuEntry[];
  align?: 'start' | 'end';
}

export function Menu({ trigger, entries, align = 'end' }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align={align} sideOffset={6}>
          {entries.map((entry, index) => renderEntry(entry, index))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function renderEntry(entry: MenuEntry, index: number) {
  if (entry === 'separator') {
    return <DropdownMenu.Separator key={`line-${index}`} className={styles.line} />;
  }
  if ('heading' in entry) {
    return (
      <DropdownMenu.Label key={`heading-${index}`} className={styles.heading}>
        {entry.heading}
      </DropdownMenu.Label>
    );
  }
  return (
    <DropdownMenu.Item
      key={`action-${index}`}
      className={classes(styles.item, entry.danger && styles.danger)}
      disabled={entry.disabled}
      onSelect={entry.onSelect}
    >
      {entry.icon}
      {entry.label}
    </DropdownMenu.Item>
  );
}
