/**
 * Form fields: a label, a control, a hint and an error that the control points to. Text fields are
 * here; Select and Checkbox have files of their own, since they bring more code along.
 */

import { type ComponentProps, type ReactNode, useId } from 'react';
import { classes } from './classes';
import styles from './field.module.css';
import { t } from './locales';
import { errorMessage } from './states';

export interface FieldText {
  label: ReactNode;
  /** Keeps the label for screen readers only. */
  hideLabel?: boolean;
  hint?: ReactNode;
  /** What is wrong, in a sentence. */
  error?: string | null;
}

interface ControlIds {
  id: string;
  'aria-describedby'?: string;
  'aria-invalid'?: true;
}

export interface FieldProps extends FieldText {
  className?: string;
  id?: string;
  required?: boolean;
  children: (ids: ControlIds) => ReactNode;
}

/** The frame around a control of any kind. */
export function Field({
  label,
  hideLabel,
  hint,
  error,
  className,
  id: given,
  required,
  children,
}: FieldProps) {
  const made = useId();
  const id = given ?? made;
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [hint ? hintId : null, error ? errorId : null].filter(Boolean).join(' ');
  return (
    <div className={classes(styles.field, className)}>
      <label htmlFor={id} className={hideLabel ? 'visually-hidden' : styles.label}>
        {label}
        {required === false ? <span className={styles.optional}> {t.optional}</span> : null}
      </label>
      {children({
        id,
        'aria-describedby': describedBy || undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {hint ? (
        <p id={hintId} className={styles.hint}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={errorId} className={styles.error} role="alert">
          {errorMessage(error)}
        </p>
      ) : null}
    </div>
  );
}

/** What is written has its own direction; an empty field, with its placeholder, has the page's. */
const directionOf = (value: unknown) => (value ? 'auto' : undefined);

export type TextFieldProps = ComponentProps<'input'> & FieldText;

export function TextField({
  label,
  hideLabel,
  hint,
  error,
  className,
  id,
  ...rest
}: TextFieldProps) {
  return (
    <Field {...{ label, hideLabel, hint, error, className, id }}>
      {(ids) => (
        <input
          type="text"
          dir={directionOf(rest.value)}
          {...rest}
          {...ids}
          className={styles.control}
        />
      )}
    </Field>
  );
}

export type TextAreaProps = ComponentProps<'textarea'> & FieldText;

export function TextArea({
  label,
  hideLabel,
  hint,
  error,
  className,
  id,
  rows = 6,
  ...rest
}: TextAreaProps) {
  return (
    <Field {...{ label, hideLabel, hint, error, className, id }}>
      {(ids) => (
        <textarea
          dir={directionOf(rest.value)}
          {...rest}
          {...ids}
          rows={rows}
          className={classes(styles.control, styles.area)}
        />
      )}
    </Field>
  );
}
