// Types of notifications by channels: a table that becomes a list of its rows on narrow screens.
// Each control names its type and its channel, however it is laid out.

import type { MailPace, TypePreferences } from '@frontdesk/client';
import type { ReactNode } from 'react';
import { Checkbox, Select } from '../ui';
import { Part, type PartProps } from './part';
import styles from './preferences.module.css';
import { obstacle, PACES, type TypeName, typesIn, typeWords } from './words';

export function ChannelTable({ preferences, onChange }: PartProps) {
  const types = typesIn(preferences);
  const change = (type: TypeName, changes: Partial<TypePreferences>) =>
    void onChange({ channels: { [type]: changes } });
  return (
    <Part
      heading="What reaches me where"
      lead="What you are looking at is not sent again, and what you have read is not mailed."
    >
      <table className={styles.table}>
        <caption className="visually-hidden">What reaches me where</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Here</th>
            <ChannelHead label="E-mail" obstacle={obstacle('email', preferences)} />
            <ChannelHead label="Push" obstacle={obstacle('push', preferences)} />
            <ChannelHead label="SMS" obstacle={obstacle('sms', preferences)} />
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
          label={<CellLabel type={label} channel="Here" />}
          checked={chosen.inApp}
          disabled={stays}
          onChange={(inApp) => onChange({ inApp })}
        />
      </td>
      <td className={styles.mail}>
        <Select
          size="s"
          label={<CellLabel type={label} channel="E-mail" />}
          options={PACES}
          value={chosen.email}
          disabled={!available.email}
          onChange={(email: MailPace) => onChange({ email })}
        />
      </td>
      <td>
        <Checkbox
          label={<CellLabel type={label} channel="Push" />}
          checked={chosen.push}
          disabled={!available.push}
          onChange={(push) => onChange({ push })}
        />
      </td>
      <td>
        <Checkbox
          label={<CellLabel type={label} channel="SMS" />}
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
