// Tags as chips with a field behind them: Enter or a comma adds, Backspace in the empty field
// removes the last. Used for the tags of tickets and articles, and for other short words.

import { X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { Field } from '../../ui';
import { withoutTag, withTag } from './tags';
import styles from './tags-field.module.css';

export interface TagsFieldProps {
  tags: readonly string[];
  onChange: (tags: string[]) => void;
  error?: string | null;
  /** What they are called when they are no tags. */
  label?: string;
  /** One of them, such as “tag”. */
  noun?: string;
  hint?: ReactNode;
  /** Offered while one types. */
  suggestions?: readonly string[];
}

/** Longer ones are refused by the server. */
const TAG_MAX_CHARS = 100;

export function TagsField({
  tags,
  onChange,
  error,
  label = 'Tags',
  noun = 'tag',
  hint = 'Enter adds one.',
  suggestions,
}: TagsFieldProps) {
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const offered = suggestions?.filter((one) => !tags.includes(one)) ?? [];

  function add() {
    const next = withTag(tags, typed);
    setTyped('');
    if (next.length !== tags.length) onChange(next);
  }

  function remove(tag: string) {
    onChange(withoutTag(tags, tag));
    input.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      add();
    } else if (event.key === 'Backspace' && typed === '' && tags.length > 0) {
      onChange(tags.slice(0, -1));
    }
  }

  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <div className={styles.box}>
          {tags.map((tag) => (
            <span key={tag} className={styles.tag}>
              {tag}
              <button
                type="button"
                className={styles.remove}
                aria-label={`Remove the ${noun} ${tag}`}
                onClick={() => remove(tag)}
              >
                <X size={13} aria-hidden />
              </button>
            </span>
          ))}
          <input
            {...ids}
            ref={input}
            type="text"
            className={styles.input}
            list={offered.length > 0 ? list : undefined}
            maxLength={TAG_MAX_CHARS}
            placeholder={tags.length === 0 ? 'None yet' : undefined}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={onKeyDown}
            onBlur={add}
          />
          {offered.length > 0 ? (
            <datalist id={list}>
              {offered.map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          ) : null}
        </div>
      )}
    </Field>
  );
}
