// The list of shortcuts, and the switch that turns the single-key ones off.

import { useSnapshot } from '@frontdesk/react';
import { Checkbox, Dialog } from '../../ui';
import { NATIVE_KEYS, SHORTCUTS } from '../keyboard/shortcuts';
import { singleKeys } from '../keyboard/single-keys';
import styles from './shell.module.css';

export function ShortcutsDialog({
  open,
  onOpenChange,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { on } = useSnapshot(singleKeys);
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <dl className={styles.keys}>
        {SHORTCUTS.map((shortcut) => (
          <div key={shortcut.id} className={styles.keyRow} data-off={!on || undefined}>
            <dt>
              <kbd className={styles.key}>{shortcut.key}</kbd>
            </dt>
            <dd>{shortcut.does}</dd>
          </div>
        ))}
        {NATIVE_KEYS.map(({ keys, does }) => (
          <div key={does} className={styles.keyRow}>
            <dt>
              {keys.map((key, index) => (
                <span key={key}>
                  {index > 0 ? ' + ' : null}
                  <kbd className={styles.key}>{key}</kbd>
                </span>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p>
        <a href="/docs/agents/keyboard" target="_blank" rel="noopener">
          Read more about working by keyboard
        </a>
      </p>
      <Checkbox
        label="Single-key shortcuts"
        hint="Turn them off if keys are pressed by accident, or if you work by voice."
        checked={on}
        onChange={(checked) => singleKeys.set(checked)}
      />
    </Dialog>
  );
}
