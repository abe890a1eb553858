/** One of a few, all in sight: real radio buttons that look like chips. */
import { type ReactNode, useId } from 'react';
import styles from './choice-chips.module.css';

export interface ChoiceChipsProps<V extends string> {
  label: string;
  /** Above the chips; otherwise the label is for screen readers only. */
  showLabel?: boolean;
  options: readonly { value: V; label: ReactNode }[];
  /** None of them is chosen while it is undefined. */
  value: V | undefined;
  onChange: (value: V) => void;
}

export function ChoiceChips<V extends string>({
  label,
  showLabel = false,
  options,
  value,
  onChange,
}: ChoiceChipsProps<V>) {
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend className={showLabel ? styles.legend : 'visually-hidden'}>{label}</legend>
      {options.map((option) => (
        <label key={option.value} className={styles.chip}>
          <input
            type="radio"
            className="visually-hidden"
            name={name}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
