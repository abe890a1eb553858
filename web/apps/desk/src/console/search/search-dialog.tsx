// The search that opens over any page of the console, by Ctrl+K, by `/`, or by its button.

import { Dialog } from 'radix-ui';
import { useEffect, useRef } from 'react';
import { ConsoleSearchBox } from './console-search-box';
import styles from './search-dialog.module.css';

export interface SearchDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function SearchDialog({ open, onOpenChange }: SearchDialogProps) {
  const field = useRef<HTMLInputElement>(null);
  const text = useRef('');
  const opener = useRef<Element | null>(null);
  const leads = useRef(false);
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content
          className={styles.content}
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            opener.current = document.activeElement;
            leads.current = false;
            text.current = '';
            field.current?.focus();
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            // Another page has the focus then.
            if (!leads.current && opener.current instanceof HTMLElement) opener.current.focus();
          }}
          onEscapeKeyDown={(event) => {
            // First the list closes, then the text goes: the field sees to both.
            if (text.current !== '') event.preventDefault();
          }}
        >
          <Dialog.Title className="visually-hidden">Search</Dialog.Title>
          <ConsoleSearchBox
            inline
            commands
            field={field}
            onText={(typed) => {
              text.current = typed;
            }}
            onDone={() => {
              leads.current = true;
              onOpenChange(false);
            }}
          />
          <p className={styles.hint}>
            Type what you look for, or what to do: <code>assign</code>, <code>snooze</code>,{' '}
            <code>settings</code>. <kbd>↑</kbd> <kbd>↓</kbd> to choose, <kbd>Enter</kbd> to open,{' '}
            <kbd>Esc</kbd> to leave. Filters narrow down: <code>from:maya</code>,{' '}
            <code>has:attachment</code>, <code>before:2026-11-01</code>, <code>-word</code>,{' '}
            <code>"exact words"</code>.
          </p>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Ctrl+K or ⌘+K, from wherever one is. */
export function useSearchChord(open: () => void): void {
  const current = useRef(open);
  useEffect(() => {
    current.current = open;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || event.altKey || event.shiftKey) return;
      if (event.ctrlKey === event.metaKey || event.defaultPrevented) return;
      event.preventDefault();
      current.current();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}

/** Gives the focus to the search field of a list on this page; false when there is none. */
export function focusListSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('input[data-slash]');
  if (!field || field.getClientRects().length === 0) return false;
  field.focus();
  field.select();
  return true;
}
