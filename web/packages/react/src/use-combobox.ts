// The behaviour of a combobox, without any look: the editable combobox with list autocomplete of
// the WAI-ARIA Authoring Practices. The field keeps the focus; `aria-activedescendant` tells which
// option the arrow keys have reached. What the options are and how they look is the caller's.

import { type KeyboardEvent, type MouseEvent, useEffect, useId, useState } from 'react';

export interface ComboboxOptions {
  /** What the field and its list are for. */
  label: string;
  /** What is in the field. */
  value: string;
  onChange(value: string): void;
  /** The ids of the options, in the order of the list. */
  options: readonly string[];
  /** There is something to show below the field: options, or a word that there are none. */
  hasPopup: boolean;
  /** An option was taken, by Enter or a click. True keeps the list open. */
  onChoose(id: string): boolean;
  /** Enter without an option. */
  onSubmit?(value: string): void;
  /** Escape, with nothing left to close or to empty. */
  onLeave?(): void;
}

export interface Combobox {
  expanded: boolean;
  /** The option that the keys have reached. */
  active: string | null;
  close(): void;
  /** For the `<input>`. */
  fieldProps: {
    role: 'combobox';
    'aria-label': string;
    'aria-autocomplete': 'list';
    'aria-expanded': boolean;
    'aria-controls': string;
    'aria-activedescendant': string | undefined;
    autoComplete: 'off';
    value: string;
    onChange(event: { target: { value: string } }): void;
    onClick(): void;
    onFocus(): void;
    onBlur(): void;
    onKeyDown(event: KeyboardEvent): void;
  };
  /** For what pops up, with the list and whatever stands beside it. */
  popupProps: { hidden: boolean; tabIndex: -1; onMouseDown(event: MouseEvent): void };
  listProps: { role: 'listbox'; id: string; 'aria-label': string };
  groupProps(id: string): { role: 'group'; 'aria-labelledby': string };
  groupLabelProps(id: string): { id: string; role: 'presentation' };
  optionProps(id: string): {
    id: string;
    role: 'option';
    'aria-selected': boolean;
    onPointerMove(): void;
    onClick(): void;
  };
}

export function useCombobox({
  label,
  value,
  onChange,
  options,
  hasPopup,
  onChoose,
  onSubmit,
  onLeave,
}: ComboboxOptions): Combobox {
  const id = useId();
  const [open, setOpen] = useState(false);
  const [reached, setReached] = useState<string | null>(null);
  const expanded = open && hasPopup;
  // Newer options may lack the one that was reached: then none is.
  const active = expanded && reached !== null && options.includes(reached) ? reached : null;
  const optionId = (option: string) => `${id}-option-${option}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: other words, other options
  useEffect(() => setReached(null), [value]);
  useEffect(() => {
    if (active === null) return;
    document.getElementById(`${id}-option-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [id, active]);

  function close() {
    setOpen(false);
    setReached(null);
  }

  function choose(option: string) {
    if (!onChoose(option)) close();
  }

  /** The field itself is a place of the round, before the first option and behind the last. */
  function move(step: 1 | -1) {
    const places = [null, ...options];
    const at = places.indexOf(active);
    setOpen(true);
    setReached(places[(at + step + places.length) % places.length] ?? null);
  }

  /** Whether the key was for the combobox, and not for the text. */
  function take(event: KeyboardEvent): boolean {
    switch (event.key) {
      case 'ArrowDown':
        if (event.altKey) setOpen(true);
        else move(1);
        return true;
      case 'ArrowUp':
        if (event.altKey) close();
        else move(-1);
        return true;
      case 'Enter':
        if (active !== null) choose(active);
        else {
          close();
          onSubmit?.(value);
        }
        return true;
      case 'Escape':
        if (expanded) close();
        else if (value !== '') onChange('');
        else if (onLeave) onLeave();
        else return false;
        // It is not for what is around the field, such as a dialog.
        event.stopPropagation();
        return true;
      case 'Tab':
        close();
        return false;
      case 'Home':
      case 'End':
      case 'ArrowLeft':
      case 'ArrowRight':
        setReached(null);
        return false;
      default:
        return false;
    }
  }

  return {
    expanded,
    active,
    close,
    fieldProps: {
      role: 'combobox',
      'aria-label': label,
      'aria-autocomplete': 'list',
      'aria-expanded': expanded,
      'aria-controls': `${id}-list`,
      'aria-activedescendant': active === null ? undefined : optionId(active),
      autoComplete: 'off',
      value,
      onChange: (event) => {
        onChange(event.target.value);
        setOpen(true);
      },
      onClick: () => setOpen(true),
      onFocus: () => setOpen(true),
      onBlur: close,
      onKeyDown: (event) => {
        // Keys that compose a character belong to the input method.
        if (event.nativeEvent.isComposing || event.ctrlKey || event.metaKey) return;
        if (take(event)) event.preventDefault();
      },
    },
    popupProps: {
      hidden: !expanded,
      // It scrolls, which makes it a stop of the Tab key in some browsers.
      tabIndex: -1,
      // A press within the list must not take the focus from the field.
      onMouseDown: (event) => event.preventDefault(),
    },
    listProps: { role: 'listbox', id: `${id}-list`, 'aria-label': label },
    groupProps: (group) => ({ role: 'group', 'aria-labelledby': `${id}-group-${group}` }),
    groupLabelProps: (group) => ({ id: `${id}-group-${group}`, role: 'presentation' }),
    optionProps: (option) => ({
      id: optionId(option),
      role: 'option',
      'aria-selected': option === active,
      onPointerMove: () => setReached(option),
      onClick: () => choose(option),
    }),
  };
}
