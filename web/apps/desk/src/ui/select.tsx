/** A field to choose one of a few from. */
import { Check, ChevronDown } from 'lucide-react';
import { Select as RadixSelect } from 'radix-ui';
import type { ReactNode } from 'react';
import { classes } from './classes';
import { Field, type FieldText } from './field';
import styles from './field.module.css';

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
