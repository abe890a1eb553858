// When the desk is open: the week, the holidays and the time zone they are meant in.

import type { BusinessHours } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { Copy } from 'lucide-react';
import { useId } from 'react';
import { Button, Checkbox, ErrorState, Loading, Notice, TextField } from '../../../ui';
import { useConsole } from '../../shared/console-context';
import { AdminsOnly, SaveBar, SectionBody } from '../section-body';
import { useDocument } from '../use-document';
import { DayRow } from './day-row';
import { Holidays } from './holidays';
import styles from './hours.module.css';
import { DAYS, hoursAWeek, hoursOf, likeMonday, setDay, withHours } from './week';

const KEY = ['business-hours'];
const ZONES: readonly string[] = Intl.supportedValuesOf?.('timeZone') ?? [];

export function HoursSection() {
  const { api } = useFrontdesk();
  const { me } = useConsole();
  const document = useDocument<BusinessHours>(
    KEY,
    (options) => api.availability.hours({}, options),
    (hours) => api.availability.setHours(hours),
    'Business hours saved',
  );
  const { draft: hours, change } = document;
  const isAdmin = me.role === 'admin';
  return (
    <SectionBody
      title="Business hours"
      lead="Within these hours customers are offered a chat. Outside of them they leave a message, which becomes a ticket, and are told when to expect an answer."
      foot={
        <SaveBar
          dirty={document.dirty}
          saving={document.saving}
          error={document.saveError}
          onSave={document.save}
          onReset={document.reset}
        />
      }
    >
      {document.loadError ? (
        <ErrorState error={document.loadError} onRetry={document.reload} />
      ) : null}
      {hours ? (
        <fieldset className={styles.all} disabled={!isAdmin}>
          <legend className="visually-hidden">Business hours</legend>
          {isAdmin ? null : <AdminsOnly />}
          <Checkbox
            label="Always open"
            hint="Chats are offered at every hour, as long as somebody is there."
            checked={hours.alwaysOpen ?? false}
            disabled={!isAdmin}
            onChange={(alwaysOpen) => change(alwaysOpen ? { alwaysOpen } : withHours(hours))}
          />
          {hours.alwaysOpen ? (
            <Notice>
              The hours below are kept, but don’t count while the desk is always open.
            </Notice>
          ) : null}
          <TimeZone
            value={hours.timeZone}
            error={document.fieldError('timeZone')}
            onChange={(timeZone) => change({ timeZone })}
          />
          <section className={styles.week} aria-label="Week">
            <header className={styles.weekHead}>
              <h2>Week</h2>
              <span className={styles.sum}>{hoursAWeek(hours.week)} hours</span>
              <Button
                size="s"
                icon={<Copy size={14} aria-hidden />}
                disabled={!isAdmin}
                onClick={() => change({ week: likeMonday(hours.week) })}
              >
                Workdays like Monday
              </Button>
            </header>
            {DAYS.map(({ day, name }) => (
              <DayRow
                key={day}
                name={name}
                hours={hoursOf(hours.week, day)}
                disabled={!isAdmin}
                error={document.fieldError(`week.${day}`)}
                onChange={(next) => change({ week: setDay(hours.week, day, next) })}
              />
            ))}
          </section>
          <Holidays
            holidays={hours.holidays ?? []}
            disabled={!isAdmin}
            error={document.fieldError('holidays')}
            onChange={(holidays) => change({ holidays })}
          />
        </fieldset>
      ) : document.loadError ? null : (
        <Loading label="Loading the hours" />
      )}
    </SectionBody>
  );
}

interface TimeZoneProps {
  value: string;
  error: string | null;
  onChange: (zone: string) => void;
}

function TimeZone({ value, error, onChange }: TimeZoneProps) {
  const list = useId();
  return (
    <div className={styles.zone}>
      <TextField
        label="Time zone"
        hint="A place of the time-zone database, such as Europe/Amsterdam."
        list={list}
        value={value}
        error={error}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={list}>
        {ZONES.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </div>
  );
}
