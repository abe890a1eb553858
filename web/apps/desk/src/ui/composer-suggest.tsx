/**
 * Suggestions above a Composer's field, for what is being typed: arrow keys move, Enter or Tab
 * chooses, Escape closes. The field keeps the focus and is a combobox meanwhile.
 */

import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import styles from './composer-suggest.module.css';
import { t } from './locales';

export interface ComposerSuggestion {
  id: string;
  label: ReactNode;
  /** A second, quieter line. */
  detail?: ReactNode;
  /** At the end of the first line, such as a shortcut. */
  hint?: ReactNode;
  onSelect: () => void;
}

export interface ComposerSuggest {
  /** What they are, for screen readers. */
  label: string;
  options: readonly ComposerSuggestion[];
  /** Shown while there are none; Enter does nothing then. */
  emptyText: ReactNode;
  /** Escape was pressed. */
  onClose: () => void;
}

export function useSuggestions(suggest: ComposerSuggest | null) {
  const id = useId();
  const [active, setActive] = useState(0);
  const count = suggest?.options.length ?? 0;
  const first = suggest?.options[0]?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other options, from the top again
  useEffect(() => setActive(0), [count, first]);
  const at = Math.min(active, Math.max(0, count - 1));
  const current = suggest?.options[at];

  /** Whether the key was for the list. */
  function onKeyDown(event: KeyboardEvent): boolean {
    if (!suggest || event.nativeEvent.isComposing) return false;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (count > 0) setActive((at + (event.key === 'ArrowDown' ? 1 : -1) + count) % count);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      current?.onSelect();
    } else if (event.key === 'Tab' && !event.shiftKey && current) {
      current.onSelect();
    } else if (event.key === 'Escape') {
      suggest.onClose();
      // It closes the list alone, not what is around the field.
      event.stopPropagation();
    } else {
      return false;
    }
    event.preventDefault();
    return true;
  }

  const fieldProps = suggest
    ? ({
        role: 'combobox',
        'aria-autocomplete': 'list',
        'aria-expanded': true,
        'aria-controls': `${id}-list`,
        'aria-activedescendant': current ? `${id}-${current.id}` : undefined,
      } as const)
    : {};

  const list = suggest ? (
    <div className={styles.panel}>
      <div role="listbox" id={`${id}-list`} aria-label={suggest.label} className={styles.list}>
        {suggest.options.map((option, index) => (
          // The field keeps the focus; it hears the keys for the list.
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's
          // biome-ignore lint/a11y/useFocusableInteractive: so is the focus
          <div
            key={option.id}
            id={`${id}-${option.id}`}
            ref={index === at ? intoView : undefined}
            role="option"
            aria-selected={index === at}
            className={styles.option}
            onPointerDown={(event) => event.preventDefault()}
            onClick={option.onSelect}
          >
            <span className={styles.first}>
              <span className={styles.label}>{option.label}</span>
              {option.hint ? <span className={styles.hint}>{option.hint}</span> : null}
            </span>
            {option.detail ? <span className={styles.detail}>{option.detail}</span> : null}
          </div>
        ))}
      </div>
      <p className={count === 0 ? styles.empty : 'visually-hidden'} role="status">
        {count === 0 ? suggest.emptyText : t.found(count)}
      </p>
    </div>
  ) : null;

  return { fieldProps, onKeyDown, list };
}

function intoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}
