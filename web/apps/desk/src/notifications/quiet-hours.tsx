// When nothing is sent, and in which time zone: it also says when digests are due.

import type { QuietHours } from '@frontdesk/client';
import { useId, useMemo } from 'react';
import { Button, Checkbox, classes, TextField } from '../ui';
import { t } from './locales';
import { Part, type PartProps } from './part';
import styles from './preferences.module.css';
import { DEFAULT_QUIET, quietWords, timeZones, WEEK, weekDays, withDay } from './words';

export function QuietHoursPart({ preferences, onChange }: PartProps) {
  const quiet = preferences.quietHours ?? null;
  const change = (next: QuietHours | null) => void onChange({ quietHours: next });
  return (
    <Part heading={t.quietHours} lead={t.quietLead}>
      <Checkbox
        label={t.leaveInPeace}
        checked={quiet !== null}
        onChange={(on) => change(on ? DEFAULT_QUIET : null)}
      />
      {quiet ? <Hours quiet={quiet} onChange={change} /> : null}
      <TimeZone value={preferences.timeZone} onChange={(timeZone) => void onChange({ timeZone })} />
    </Part>
  );
}

interface HoursProps {
  quiet: QuietHours;
  onChange: (quiet: QuietHours) => void;
}

function Hours({ quiet, onChange }: HoursProps) {
  const change = (part: Partial<QuietHours>) => {
    const next = { ...quiet, ...part };
    // A field that is half filled in, or no time at all.
    if (next.from && next.to) onChange(next);
  };
  const days = quiet.days ?? WEEK;
  return (
    <>
      <div className={styles.times}>
        <TextField
          label={t.from}
          type="time"
          value={quiet.from}
          onChange={(event) => change({ from: event.target.value })}
        />
        <TextField
          label={t.to}
          type="time"
          value={quiet.to}
          onChange={(event) => change({ to: event.target.value })}
        />
      </div>
      <fieldset className={styles.days}>
        <legend>{t.beginningOn}</legend>
        {weekDays().map(({ value, short, label }) => (
          <label key={value} className={styles.day} title={label}>
            <input
              type="checkbox"
              className="visually-hidden"
              aria-label={label}
              checked={days.includes(value)}
              // Without any day there would be none at all.
              disabled={days.length === 1 && days.includes(value)}
              onChange={(event) => onChange(withDay(quiet, value, event.target.checked))}
            />
            <span aria-hidden="true">{short}</span>
          </label>
        ))}
      </fieldset>
      <p className={styles.note}>{quietWords(quiet)}</p>
    </>
  );
}

function TimeZone({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  const id = useId();
  const zones = useMemo(() => timeZones(value), [value]);
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <div className={styles.zone}>
      <div className={styles.zoneField}>
        <label htmlFor={id} className={styles.label}>
          {t.timeZone}
        </label>
        {/* The browser's own list: one finds a zone by typing its name. */}
        <select
          id={id}
          className={classes(styles.select)}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          {zones.map((zone) => (
            <option key={zone} value={zone}>
              {zone.replaceAll('_', ' ')}
            </option>
          ))}
        </select>
      </div>
      {here && here !== value ? (
        <Button onClick={() => onChange(here)}>{t.takeZone(here.replaceAll('_', ' '))}</Button>
      ) : null}
    </div>
  );
}
