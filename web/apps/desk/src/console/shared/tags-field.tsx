// Tags as chips with a field behind them: Enter or a comma adds, Backspace in the empty field
// removes the last. Used for tickets and articles.

import { X } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { Field } from '../../ui';
import { withoutTag, withTag } from './tags';
import styles from './tags-field.module.css';

export interface TagsFieldProps {
  tags: readonly string[];
  onChange: (tags: string[]) => void;
  error?: string | null;
}

/** Longer ones are refused by the server. */
const TAG_MAX_CHARS = 100;

export function TagsField({ tags, onChange, error }: TagsFieldProps) {
  const [typed, setTyped] = useState('');
  const input = useRef<HTMLInputElement>(null);

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
    <Field label="Tags" hint="Enter adds one." error={error}>
      {(ids) => (
        <div className={styles.box}>
          {tags.map((tag) => (
            <span key={tag} className={styles.tag}>
              {tag}
              <button
                type="button"
                className={styles.remove}
                aria-label={`Remove the tag ${tag}`}
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
            maxLength={TAG_MAX_CHARS}
            placeholder={tags.length === 0 ? 'None yet' : undefined}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onKeyDown={onKeyDown}
            onBlur={add}
          />
        </div>
      )}
    </Field>
  );
}
