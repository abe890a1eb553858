// Types of notifications by channels: a table that becomes a list of its rows on narrow screens.
// Each control names its type and its channel, however it is laid out.

import type { MailPace, TypePreferences } from '@frontdesk/client';
import type { ReactNode } from 'react';
import { Checkbox, Select } from '../ui';
import { t } from './locales';
import { Part, type PartProps } from './part';
import styles from './preferences.module.css';
import { obstacle, paces, type TypeName, typesIn, typeWords } from './words';

export function ChannelTable({ preferences, onChange }: PartProps) {
  const types = typesIn(preferences);
  const change = (type: TypeName, changes: Partial<TypePreferences>) =>
    void onChange({ channels: { [type]: changes } });
  return (
    <Part heading={t.whatReachesMe} lead={t.whatReachesMeLead}>
      <table className={styles.table}>
        <caption className="visually-hidden">{t.whatReachesMe}</caption>
        <thead>
          <tr>
            <th scope="col">{t.what}</th>
            <th scope="col">{t.here}</th>
            <ChannelHead label={t.email} obstacle={obstacle('email', preferences)} />
            <ChannelHead label={t.push} obstacle={obstacle('push', preferences)} />
            <ChannelHead label={t.sms} obstacle={obstacle('sms', preferences)} />
          </tr>
        </thead>
        <tbody>
          {types.map((type) => (
            <TypeRow
              key={type}
              type={String(type)}
              chosen={preferences.channels[type] as TypePreferences}
              available={preferences.available}
              onChange={(changes) => change(type, changes)}
            />
          ))}
        </tbody>
      </table>
    </Part>
  );
}

function ChannelHead({ label, obstacle: why }: { label: string; obstacle: string | null }) {
  return (
    <th scope="col">
      {label}
      {why ? <span className={styles.why}>{why}</span> : null}
    </th>
  );
}

interface TypeRowProps {
  type: string;
  chosen: TypePreferences;
  available: PartProps['preferences']['available'];
  onChange: (changes: Partial<TypePreferences>) => void;
}

function TypeRow({ type, chosen, available, onChange }: TypeRowProps) {
  const { label, about } = typeWords(type);
  // Announcements stay in the list: that is where one looks for them.
  const stays = type === 'system';
  return (
    <tr>
      <th scope="row">
        <span className={styles.typeName}>{label}</span>
        <span className={styles.about}>{about}</span>
      </th>
      <td>
        <Checkbox
          label={<CellLabel type={label} channel={t.here} />}
          checked={chosen.inApp}
          disabled={stays}
          onChange={(inApp) => onChange({ inApp })}
        />
      </td>
      <td className={styles.mail}>
        <Select
          size="s"
          label={<CellLabel type={label} channel={t.email} />}
          options={paces()}
          value={chosen.email}
          disabled={!available.email}
          onChange={(email: MailPace) => onChange({ email })}
        />
      </td>
      <td>
        <Checkbox
          label={<CellLabel type={label} channel={t.push} />}
          checked={chosen.push}
          disabled={!available.push}
          onChange={(push) => onChange({ push })}
        />
      </td>
      <td>
        <Checkbox
          label={<CellLabel type={label} channel={t.sms} />}
          checked={chosen.sms}
          disabled={!available.sms}
          onChange={(sms) => onChange({ sms })}
        />
      </td>
    </tr>
  );
}

/** Where the heads of the columns are in sight, the channel is for screen readers only. */
function CellLabel({ type, channel }: { type: string; channel: string }): ReactNode {
  return (
    <>
      <span className="visually-hidden">{type}: </span>
      <span className={styles.channel}>{channel}</span>
    </>
  );
}
