// What stays unread for a while goes on to another channel.

import { Select } from '../ui';
import { t } from './locales';
import { Part, type PartProps } from './part';
import styles from './preferences.module.css';
import {
  type EscalationTarget,
  escalation,
  obstacle,
  type TypeName,
  targets,
  typesIn,
  typeWords,
  waitOptions,
} from './words';

export function EscalationTable({ preferences, onChange }: PartProps) {
  const reachable = targets().filter(({ value }) => preferences.available[value]);
  const change = (type: TypeName, minutes: string, to: EscalationTarget) =>
    void onChange({ channels: { [type]: { escalate: escalation(minutes, to) } } });
  return (
    <Part heading={t.whenIDontRead} lead={t.whenIDontReadLead}>
      {reachable.length === 0 ? (
        <p className={styles.none}>{t.noOtherWay}</p>
      ) : (
        <ul className={styles.rows}>
          {typesIn(preferences).map((type) => {
            const { label } = typeWords(String(type));
            const chosen = preferences.channels[type]?.escalate;
            const minutes = chosen ? String(chosen.afterMinutes) : '';
            const to = (chosen?.to ?? reachable[0]?.value) as EscalationTarget;
            const why = chosen ? obstacle(to, preferences) : null;
            return (
              <li key={type} className={styles.escalation}>
                <span className={styles.typeName}>{label}</span>
                <Select
                  hideLabel
                  size="s"
                  label={t.whenUnread(label)}
                  options={waitOptions(chosen?.afterMinutes)}
                  value={minutes}
                  onChange={(after) => change(type, after, to)}
                />
                <Select
                  hideLabel
                  size="s"
                  label={t.sendBy(label)}
                  options={reachable}
                  value={to}
                  disabled={!chosen}
                  onChange={(target) => change(type, minutes, target)}
                />
                {why ? <p className={styles.why}>{why}</p> : null}
              </li>
            );
          })}
        </ul>
      )}
    </Part>
  );
}
