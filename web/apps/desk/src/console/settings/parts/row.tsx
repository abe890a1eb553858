// One thing of a list in the settings: what it is called, what is worth knowing, and what can be
// done with it.

import { ArrowDown, ArrowUp, Pencil, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { IconButton } from '../../../ui';
import styles from './parts.module.css';

export interface RowProps {
  title: ReactNode;
  /** Beside the title. */
  marks?: ReactNode;
  /** Below the title. */
  children?: ReactNode;
  error?: string | null;
  actions?: ReactNode;
}

export function Row({ title, marks, children, error, actions }: RowProps) {
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <p className={styles.head}>
          <span className={styles.title}>{title}</span>
          {marks}
        </p>
        {children ? <div className={styles.about}>{children}</div> : null}
        {error ? (
          <p className={styles.error} role="alert">
            {error}
          </p>
        ) : null}
      </div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </li>
  );
}

export interface ChangeButtonsProps {
  name: string;
  onEdit: () => void;
  onRemove?: () => void;
}

export function ChangeButtons({ name, onEdit, onRemove }: ChangeButtonsProps) {
  return (
    <>
      <IconButton
        size="s"
        className={styles.icon}
        label={`Change ${name}`}
        icon={<Pencil size={16} aria-hidden />}
        onClick={onEdit}
      />
      {onRemove ? (
        <IconButton
          size="s"
          label={`Delete ${name}`}
          icon={<Trash2 size={16} aria-hidden />}
          onClick={onRemove}
        />
      ) : null}
    </>
  );
}

export interface MoveButtonsProps {
  name: string;
  index: number;
  count: number;
  onMove: (to: number) => void;
}

/** Moves a row up or down. The focus stays on the button that was pressed. */
export function MoveButtons({ name, index, count, onMove }: MoveButtonsProps) {
  const pressed = useRef<HTMLButtonElement | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a row that is moved loses the focus
  useEffect(() => {
    pressed.current?.focus();
    pressed.current = null;
  }, [index]);
  const button = (label: string, to: number, icon: ReactNode) => (
    <IconButton
      size="s"
      className={styles.icon}
      label={label}
      icon={icon}
      aria-disabled={to < 0 || to >= count || undefined}
      onClick={(event) => {
        if (to < 0 || to >= count) return;
        pressed.current = event.currentTarget;
        onMove(to);
      }}
    />
  );
  return (
    <>
      {button(`Move ${name} up`, index - 1, <ArrowUp size={16} aria-hidden />)}
      {button(`Move ${name} down`, index + 1, <ArrowDown size={16} aria-hidden />)}
    </>
  );
}
