// The dialog in which one thing of a list is made or changed: a form, its failure, and its
// buttons.

import { type FormEvent, type ReactNode, useRef } from 'react';
import { Button, Dialog, errorMessage, Notice } from '../../../ui';
import styles from './parts.module.css';

export interface EditDialogProps {
  title: string;
  description?: ReactNode;
  /** On the button: “Add”, “Save”. */
  action: string;
  saving?: boolean;
  /** Why it was not saved, unless it stands at a field. */
  failure?: unknown;
  size?: 'm' | 'l';
  /** Gives whether all is well; if not, the first field that says so gets the focus. */
  onSubmit: () => boolean;
  onClose: () => void;
  children: ReactNode;
}

export function EditDialog({
  title,
  description,
  action,
  saving = false,
  failure,
  size,
  onSubmit,
  onClose,
  children,
}: EditDialogProps) {
  const form = useRef<HTMLFormElement>(null);
  function submit(event: FormEvent) {
    event.preventDefault();
    // The form may stand in a dialog over another form of React's tree.
    event.stopPropagation();
    if (saving || onSubmit()) return;
    // After the next paint, when the fields know of their errors.
    requestAnimationFrame(() =>
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    );
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      {...{ title, description, size }}
    >
      <form ref={form} className={styles.form} onSubmit={submit} noValidate>
        {children}
        {failure ? (
          <Notice tone="danger" live>
            {errorMessage(failure)}
          </Notice>
        ) : null}
        <footer className={styles.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" busy={saving}>
            {action}
          </Button>
        </footer>
      </form>
    </Dialog>
  );
}
