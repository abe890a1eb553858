// The hours of one day: none (closed), or one stretch after the other.

import { Plus, X } from 'lucide-react';
import { Checkbox, IconButton } from '../../../ui';
import styles from './hours.module.css';
import { addHours, type Hours } from './week';

export interface DayRowProps {
  name: string;
  hours: readonly Hours[];
  disabled?: boolean;
  error?: string | null;
  onChange: (hours: readonly Hours[]) => void;
}

export function DayRow({ name, hours, disabled, error, onChange }: DayRowProps) {
  const open = hours.length > 0;
  const change = (index: number, part: Partial<Hours>) =>
    onChange(hours.map((one, at) => (at === index ? { ...one, ...part } : one)));
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a row
    <div className={styles.day} role="group" aria-label={name}>
      <Checkbox
        label={name}
        checked={open}
        disabled={disabled}
        onChange={(checked) => onChange(checked ? addHours([]) : [])}
      />
      <div className={styles.stretches}>
        {open ? null : <span className={styles.closed}>Closed</span>}
        {hours.map((one, index) => (
          // Stretches have no name but their place.
          // biome-ignore lint/suspicious/noArrayIndexKey: they are only added at the end
          <div key={index} className={styles.stretch}>
            <Time
              label={`${name} from`}
              value={one.from}
              disabled={disabled}
              onChange={(from) => change(index, { from })}
            />
            <span aria-hidden="true">–</span>
            <Time
              label={`${name} to`}
              value={one.to}
              disabled={disabled}
              onChange={(to) => change(index, { to })}
            />
            <IconButton
              size="s"
              label={`Remove ${one.from} to ${one.to} on ${name}`}
              icon={<X size={15} aria-hidden />}
              disabled={disabled}
              onClick={() => onChange(hours.filter((_, at) => at !== index))}
            />
          </div>
        ))}
        {error ? (
          <p className={styles.error} role="alert">
            {error}
          </p>
        ) : null}
      </div>
      {open ? (
        <IconButton
          size="s"
          label={`More hours on ${name}`}
          icon={<Plus size={16} aria-hidden />}
          disabled={disabled}
          onClick={() => onChange(addHours(hours))}
        />
      ) : null}
    </div>
  );
}

interface TimeProps {
  label: string;
  value: string;
  disabled?: boolean;
  onChange: (value: string) => void;
}

/** A browser's time field ends at 23:59, so the end of a day is shown as 00:00. */
function Time({ label, value, disabled, onChange }: TimeProps) {
  const isEnd = label.endsWith(' to');
  return (
    <input
      type="time"
      aria-label={label}
      className={styles.time}
      disabled={disabled}
      value={value === '24:00' ? '00:00' : value}
      onChange={(event) => {
        const time = event.target.value;
        if (time) onChange(isEnd && time === '00:00' ? '24:00' : time);
      }}
    />
  );
}
