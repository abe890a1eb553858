// Dates on which other hours hold than on their weekday.

import type { Holiday } from '@frontdesk/client';
import { CalendarPlus, Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button, IconButton, TextField } from '../../../ui';
import { DayRow } from './day-row';
import styles from './hours.module.css';

export interface HolidaysProps {
  holidays: readonly Holiday[];
  disabled?: boolean;
  error?: string | null;
  onChange: (holidays: Holiday[]) => void;
}

export function Holidays({ holidays, disabled, error, onChange }: HolidaysProps) {
  const sorted = [...holidays].sort((left, right) => left.date.localeCompare(right.date));
  return (
    <section className={styles.holidays} aria-label="Holidays">
      <h2>Holidays</h2>
      {sorted.length === 0 ? (
        <p className={styles.none}>
          None yet. On a holiday the desk is closed, or has other hours.
        </p>
      ) : (
        <ul className={styles.list}>
          {sorted.map((holiday) => (
            <li key={holiday.date} className={styles.holiday}>
              <div className={styles.holidayHead}>
                <span className={styles.holidayName}>{holiday.name}</span>
                <time className={styles.date} dateTime={holiday.date}>
                  {dateInWords(holiday.date)}
                </time>
                <IconButton
                  label={`Remove ${holiday.name}`}
                  size="s"
                  icon={<Trash2 size={16} aria-hidden />}
                  disabled={disabled}
                  onClick={() => onChange(holidays.filter(({ date }) => date !== holiday.date))}
                />
              </div>
              <DayRow
                name={`Open on ${holiday.name}`}
                hours={holiday.hours ?? []}
                disabled={disabled}
                onChange={(hours) =>
                  onChange(
                    holidays.map((one) =>
                      one.date === holiday.date ? { ...one, hours: [...hours] } : one,
                    ),
                  )
                }
              />
            </li>
          ))}
        </ul>
      )}
      {error ? (
        <p className={styles.error} role="alert">
          {error}
        </p>
      ) : null}
      {disabled ? null : (
        <AddHoliday
          taken={holidays.map(({ date }) => date)}
          onAdd={(holiday) => onChange([...holidays, holiday])}
        />
      )}
    </section>
  );
}

function AddHoliday({
  taken,
  onAdd,
}: {
  taken: readonly string[];
  onAdd: (holiday: Holiday) => void;
}) {
  const [date, setDate] = useState('');
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  function add(event: FormEvent) {
    event.preventDefault();
    if (date === '') setProblem('Choose a date.');
    else if (taken.includes(date)) setProblem('This date is in the list already.');
    else {
      onAdd({ date, name: name.trim() || 'Holiday', hours: [] });
      setDate('');
      setName('');
      setProblem(null);
    }
  }
  return (
    <form className={styles.add} onSubmit={add} noValidate>
      <TextField
        label="Date"
        type="date"
        value={date}
        error={problem}
        onChange={(event) => setDate(event.target.value)}
      />
      <TextField
        label="Name"
        placeholder="New Year’s Day"
        maxLength={100}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" icon={<CalendarPlus size={16} aria-hidden />}>
        Add
      </Button>
    </form>
  );
}

const WORDS = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeZone: 'UTC' });

function dateInWords(date: string): string {
  const parsed = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) ? date : WORDS.format(parsed);
}
