/**
 * A search field with suggestions as one types: the combobox pattern of WAI-ARIA. `/` anywhere on
 * the page moves the focus into it.
 */
import { Search, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { IconButton } from './button';
import { classes } from './classes';
import styles from './search-box.module.css';
import { Spinner } from './spinner';

export interface SearchOption {
  id: string;
  label: ReactNode;
  /** A second, quieter line. */
  detail?: ReactNode;
  icon?: ReactNode;
  onSelect: () => void;
}

export interface SearchBoxProps {
  label: string;
  placeholder?: string;
  value: string;
  onChange: (value: string) => void;
  /** Enter without a chosen option. */
  onSubmit?: (value: string) => void;
  options?: readonly SearchOption[];
  /** Shown in the list when there are no options, such as “Nothing found”. */
  emptyText?: ReactNode;
  /** After the options, such as “See all results”. */
  footer?: ReactNode;
  loading?: boolean;
  size?: 'm' | 'l';
  /** `/` focuses the field. One on a page. */
  slash?: boolean;
  className?: string;
}

export function SearchBox({
  label,
  placeholder,
  value,
  onChange,
  onSubmit,
  options = [],
  emptyText,
  footer,
  loading = false,
  size = 'm',
  slash = false,
  className,
}: SearchBoxProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  useSlashKey(slash, input);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other words, other options
  useEffect(() => setActive(-1), [value]);

  const hasList = options.length > 0 || Boolean(emptyText) || Boolean(footer);
  const expanded = open && hasList && value.trim() !== '';
  const current = expanded ? options[active] : undefined;

  function choose(option: SearchOption) {
    setOpen(false);
    option.onSelect();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      const step = event.key === 'ArrowDown' ? 1 : -1;
      const count = options.length + 1; // one place is “no option”, the field itself
      setActive((at) => ((at + 1 + step + count) % count) - 1);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      if (current) choose(current);
      else {
        setOpen(false);
        onSubmit?.(value);
      }
    } else if (event.key === 'Escape') {
      if (expanded) setOpen(false);
      else if (value) onChange('');
      else input.current?.blur();
    }
  }

  return (
    <search
      className={classes(styles.box, size === 'l' && styles.large, className)}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Search className={styles.glass} size={size === 'l' ? 20 : 17} aria-hidden />
      <input
        ref={input}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        className={styles.input}
        role="combobox"
        aria-label={label}
        aria-autocomplete="list"
        aria-expanded={expanded}
        aria-controls={`${id}-list`}
        aria-activedescendant={current ? `${id}-${current.id}` : undefined}
        autoComplete="off"
        autoCorrect="off"
        spellCheck={false}
        maxLength={500}
        placeholder={placeholder}
        value={value}
        onChange={(event) => {
          onChange(event.target.value);
          setOpen(true);
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={onKeyDown}
      />
      <span className={styles.end}>
        {loading ? <Spinner size={16} /> : null}
        {value ? (
          <IconButton
            label="Clear the search"
            size="s"
            icon={<X size={16} aria-hidden />}
            onClick={() => {
              onChange('');
              input.current?.focus();
            }}
          />
        ) : slash ? (
          <kbd className={styles.key}>/</kbd>
        ) : null}
      </span>
      <div className={styles.panel} hidden={!expanded}>
        <div role="listbox" id={`${id}-list`} aria-label={label}>
          {options.map((option, index) => (
            // The field keeps the focus; it hears the keys for the list.
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's
            // biome-ignore lint/a11y/useFocusableInteractive: so is the focus
            <div
              key={option.id}
              id={`${id}-${option.id}`}
              role="option"
              aria-selected={index === active}
              className={styles.option}
              onPointerDown={(event) => event.preventDefault()}
              onPointerMove={() => setActive(index)}
              onClick={() => choose(option)}
            >
              {option.icon}
              <span className={styles.words}>
                <span className={styles.label}>{option.label}</span>
                {option.detail ? <span className={styles.detail}>{option.detail}</span> : null}
              </span>
            </div>
          ))}
        </div>
        {options.length === 0 && emptyText ? <p className={styles.empty}>{emptyText}</p> : null}
        {footer ? <div className={styles.footer}>{footer}</div> : null}
      </div>
    </search>
  );
}

function useSlashKey(active: boolean, input: { current: HTMLInputElement | null }) {
  useEffect(() => {
    if (!active) return;
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (isTyping(event.target)) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [active, input]);
}

/** Whether a key press belongs to a field rather than to the page. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
