/** Form fields: a label, a control, a hint and an error that the control points to. */

import { Check, ChevronDown } from 'lucide-react';
import { Checkbox as RadixCheckbox, Select as RadixSelect } from 'radix-ui';
import { type ComponentProps, type ReactNode, useId } from 'react';
import { classes } from './classes';
import styles from './field.module.css';

interface FieldText {
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
        {required === false ? <span className={styles.optional}> (optional)</span> : null}
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
          {error}
        </p>
      ) : null}
    </div>
  );
}

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
      {(ids) => <input type="text" {...rest} {...ids} className={styles.control} />}
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
        <textarea {...rest} {...ids} rows={rows} className={classes(styles.control, styles.area)} />
      )}
    </Field>
  );
}

export interface SelectOption<V extends string = string> {
  value: V;
  label: ReactNode;
  /** A mark before the label, such as a dot of colour. */
  icon?: ReactNode;
}

export interface SelectProps<V extends string> extends FieldText {
  options: readonly SelectOption<V>[];
  value: V | undefined;
  onChange: (value: V) => void;
  placeholder?: string;
  disabled?: boolean;
  size?: 's' | 'm';
  className?: string;
  id?: string;
}

/** One of a few. An option's value may be empty, for “any”. */
export function Select<V extends string>({
  options,
  value,
  onChange,
  placeholder,
  disabled,
  size = 'm',
  label,
  hideLabel,
  hint,
  error,
  className,
  id,
}: SelectProps<V>) {
  return (
    <Field {...{ label, hideLabel, hint, error, className, id }}>
      {(ids) => (
        <RadixSelect.Root
          value={value === undefined ? undefined : toItem(value)}
          onValueChange={(item) => onChange(fromItem(item) as V)}
          disabled={disabled}
        >
          <RadixSelect.Trigger
            {...ids}
            className={classes(styles.control, styles.trigger, size === 's' && styles.small)}
          >
            <RadixSelect.Value placeholder={placeholder} />
            <RadixSelect.Icon className={styles.chevron}>
              <ChevronDown size={16} aria-hidden />
            </RadixSelect.Icon>
          </RadixSelect.Trigger>
          <RadixSelect.Portal>
            <RadixSelect.Content className={styles.menu} position="popper" sideOffset={4}>
              <RadixSelect.Viewport>
                {options.map((option) => (
                  <RadixSelect.Item
                    key={option.value}
                    value={toItem(option.value)}
                    className={styles.option}
                  >
                    {option.icon}
                    <RadixSelect.ItemText>{option.label}</RadixSelect.ItemText>
                    <RadixSelect.ItemIndicator className={styles.tick}>
                      <Check size={15} aria-hidden />
                    </RadixSelect.ItemIndicator>
                  </RadixSelect.Item>
                ))}
              </RadixSelect.Viewport>
            </RadixSelect.Content>
          </RadixSelect.Portal>
        </RadixSelect.Root>
      )}
    </Field>
  );
}

// Radix keeps the empty value for “nothing chosen”; options here may mean something by it.
const EMPTY_ITEM = ' ';
const toItem = (value: string) => (value === '' ? EMPTY_ITEM : value);
const fromItem = (item: string) => (item === EMPTY_ITEM ? '' : item);

export interface CheckboxProps {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  hint?: ReactNode;
}

export function Checkbox({ label, checked, onChange, disabled, hint }: CheckboxProps) {
  const id = useId();
  return (
    <div className={styles.check}>
      <RadixCheckbox.Root
        id={id}
        className={styles.box}
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onCheckedChange={(state) => onChange(state === true)}
      >
        <RadixCheckbox.Indicator>
          <Check size={14} strokeWidth={3} aria-hidden />
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <div>
        <label htmlFor={id}>{label}</label>
        {hint ? (
          <p id={`${id}-hint`} className={styles.hint}>
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
