// Who is in a team, chosen from everybody who works here.

import type { Agent } from '@frontdesk/client';
import { useState } from 'react';
import { Checkbox, plural, TextField } from '../../../ui';
import styles from './teams.module.css';

export interface MembersProps {
  agents: readonly Agent[];
  members: readonly string[];
  error: string | null;
  onChange: (members: string[]) => void;
}

/** From this many on they can be searched. */
const SEARCHED_FROM = 9;

export function Members({ agents, members, error, onChange }: MembersProps) {
  const [words, setWords] = useState('');
  const wanted = words.trim().toLowerCase();
  const shown = agents.filter(({ name }) => name.toLowerCase().includes(wanted));
  return (
    <fieldset className={styles.members}>
      <legend className={styles.legend}>
        Members <span className={styles.count}>{plural(members.length, 'person', 'people')}</span>
      </legend>
      {agents.length >= SEARCHED_FROM ? (
        <TextField
          label="Search people"
          hideLabel
          placeholder="Search people"
          value={words}
          onChange={(event) => setWords(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.preventDefault();
          }}
        />
      ) : null}
      <div className={styles.people}>
        {shown.map(({ id, name, role }) => (
          <Checkbox
            key={id}
            label={role === 'admin' ? `${name} (admin)` : name}
            checked={members.includes(id)}
            onChange={(isMember) =>
              onChange(isMember ? [...members, id] : members.filter((one) => one !== id))
            }
          />
        ))}
        {shown.length === 0 ? <p className={styles.count}>Nobody of this name.</p> : null}
      </div>
      {error ? (
        <p className={styles.error} role="alert">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
