/** One of a few, all in sight: real radio buttons that look like chips. */
import { type ReactNode, useId } from 'react';
import styles from './choice-chips.module.css';

export interface ChoiceChipsProps<V extends string> {
  label: string;
  options: readonly { value: V; label: ReactNode }[];
  value: V;
  onChange: (value: V) => void;
}

export function ChoiceChips<V extends string>({
  label,
  options,
  value,
  onChange,
}: ChoiceChipsProps<V>) {
  const name = useId();
  return (
    <fieldset className={styles.group}>
      <legend className="visually-hidden">{label}</legend>
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
