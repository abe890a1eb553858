/**
 * A search field with suggestions as one types: how the combobox of `@frontdesk/react` looks here.
 * What is suggested, and what happens with it, is its user's.
 */

import { useCombobox } from '@frontdesk/react';
import { Search, X } from 'lucide-react';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { IconButton } from './button';
import { classes } from './classes';
import { t } from './locales';

import styles from './search-box.module.css';
import { Spinner } from './spinner';

export interface SearchOption {
  id: string;
  label: ReactNode;
  /** A second, quieter line. */
  detail?: ReactNode;
  icon?: ReactNode;
  /** At the end of the line, such as a state. */
  mark?: ReactNode;
  /** True keeps the list open, as for what is put into the field. */
  // biome-ignore lint/suspicious/noConfusingVoidType: most options have nothing to say
  onSelect: () => boolean | void;
}

export interface SearchGroup {
  id: string;
  /** What its options are; none is shown when it is missing. */
  label?: string;
  options: readonly SearchOption[];
}

export interface SearchBoxProps {
  label: string;
  placeholder?: string;
  value: string;
  onChange: (value: string) => void;
  /** Enter without a chosen option. */
  onSubmit?: (value: string) => void;
  /** What is suggested, in groups; the ids of options are unique over all of them. */
  groups?: readonly SearchGroup[];
  /** Shown in the list when there are no options, such as “Nothing found”. */
  emptyText?: ReactNode;
  loading?: boolean;
  size?: 'm' | 'l';
  /** `/` focuses the field. One on a page. */
  slash?: boolean;
  /** Escape in an empty field: the focus leaves it when this is missing. */
  onLeave?: () => void;
  /** The list stands below the field instead of over what follows. */
  inline?: boolean;
  field?: RefObject<HTMLInputElement | null>;
  className?: string;
}

const QUERY_MAX_CHARS = 500;

export function SearchBox({
  label,
  placeholder,
  value,
  onChange,
  onSubmit,
  groups = [],
  emptyText,
  loading = false,
  size = 'm',
  slash = false,
  onLeave,
  inline = false,
  field,
  className,
}: SearchBoxProps) {
  const own = useRef<HTMLInputElement>(null);
  const input = field ?? own;
  useSlashKey(slash, () => takeFocus(input.current));

  const shown = groups.filter(({ options }) => options.length > 0);
  const options = shown.flatMap((group) => group.options);
  const combobox = useCombobox({
    label,
    value,
    onChange,
    options: options.map(({ id }) => id),
    hasPopup: options.length > 0 || Boolean(emptyText),
    onChoose: (id) => options.find((option) => option.id === id)?.onSelect() === true,
    onSubmit,
    onLeave: onLeave ?? (() => input.current?.blur()),
  });

  return (
    <search
      className={classes(
        styles.box,
        size === 'l' && styles.large,
        inline && styles.inline,
        className,
      )}
    >
      <Search className={styles.glass} size={size === 'l' ? 20 : 17} aria-hidden />
      <input
        {...combobox.fieldProps}
        ref={input}
        type="text"
        data-slash={slash || undefined}
        inputMode="search"
        enterKeyHint="search"
        className={styles.input}
        autoCorrect="off"
        autoCapitalize="off"
        spellCheck={false}
        maxLength={QUERY_MAX_CHARS}
        placeholder={placeholder}
      />
      <span className={styles.end}>
        {loading ? <Spinner size={16} /> : null}
        {value ? (
          <IconButton
            label={t.clearTheSearch}
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
      <div className={styles.panel} {...combobox.popupProps}>
        <div className={styles.options} {...combobox.listProps}>
          {shown.map((group) => (
            <Group key={group.id} group={group} combobox={combobox} />
          ))}
        </div>
        {options.length === 0 && emptyText ? <p className={styles.empty}>{emptyText}</p> : null}
      </div>
      <p className="visually-hidden" role="status">
        {combobox.expanded ? spoken(options.length, emptyText) : ''}
      </p>
    </search>
  );
}

function Group({
  group,
  combobox,
}: {
  group: SearchGroup;
  combobox: ReturnType<typeof useCombobox>;
}) {
  const options = group.options.map((option) => (
    <div key={option.id} className={styles.option} {...combobox.optionProps(option.id)}>
      {option.icon}
      <span className={styles.words}>
        <span className={styles.label}>{option.label}</span>
        {option.detail ? <span className={styles.detail}>{option.detail}</span> : null}
      </span>
      {option.mark ? <span className={styles.mark}>{option.mark}</span> : null}
    </div>
  ));
  if (!group.label) return options;
  return (
    <div className={styles.group} {...combobox.groupProps(group.id)}>
      <p className={styles.groupLabel} {...combobox.groupLabelProps(group.id)}>
        {group.label}
      </p>
      {options}
    </div>
  );
}

/** What a screen reader says of a list that has changed behind the field. */
function spoken(count: number, emptyText: ReactNode): ReactNode {
  return count > 0 ? t.suggestions(count) : emptyText;
}

/** Gives the focus to a field that is on the screen; says whether it could. */
function takeFocus(field: HTMLInputElement | null): boolean {
  if (!field || field.getClientRects().length === 0) return false;
  field.focus();
  field.select();
  return true;
}

/** `/` anywhere but in a field. `act` says whether it did something. */
function useSlashKey(active: boolean, act: () => boolean): void {
  const current = useRef(act);
  useEffect(() => {
    current.current = act;
  });
  useEffect(() => {
    if (!active) return;
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.defaultPrevented || isTyping(event.target)) return;
      if (current.current()) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [active]);
}

/** Whether a key press belongs to a field rather than to the page. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
