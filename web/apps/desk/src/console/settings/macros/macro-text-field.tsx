// The words of a macro, with a palette that puts variables where the cursor is.

import { useRef } from 'react';
import { TextArea } from '../../../ui';
import { inserted, placeholder, VARIABLES } from './macro-text';
import styles from './macros.module.css';

export interface MacroTextFieldProps {
  maxChars: number;
  value: string;
  error: string | null;
  onChange: (text: string) => void;
}

export function MacroTextField({ maxChars, value, error, onChange }: MacroTextFieldProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  function insert(name: string) {
    const { selectionStart, selectionEnd } = field.current ?? {
      selectionStart: value.length,
      selectionEnd: value.length,
    };
    const next = inserted(value, placeholder(name), selectionStart, selectionEnd);
    onChange(next.text);
    // Once the text is on the screen.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(next.cursor, next.cursor);
    });
  }
  return (
    <div className={styles.textField}>
      <TextArea
        ref={field}
        label="Reply"
        rows={7}
        maxLength={maxChars}
        hint="Words behind a bar stand in where a value is missing: {{customer.firstName|there}}"
        value={value}
        error={error}
        onChange={(event) => onChange(event.target.value)}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: no fieldset, they are no fields of the form */}
      <div className={styles.palette} role="group" aria-label="Insert into the reply">
        {VARIABLES.map(({ name, label }) => (
          <button key={name} type="button" className={styles.variable} onClick={() => insert(name)}>
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}
