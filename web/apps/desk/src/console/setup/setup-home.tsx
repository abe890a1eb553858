// The list on the settings' first page, as long as something is to be done and it was not put away.

import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { WithWords } from '../../i18n';
import { Button } from '../../ui';
import { useConsole } from '../shared/console-context';
import { Checklist, useSetup } from './checklist';
import styles from './checklist.module.css';
import { setUpWords, t } from './locales';

/** Shows `otherwise` to those who have nothing to set up. */
export function SetupHome({ otherwise }: { otherwise: ReactNode }) {
  const { me } = useConsole();
  if (me.role !== 'admin') return otherwise;
  return (
    <WithWords of={setUpWords}>
      <Home otherwise={otherwise} />
    </WithWords>
  );
}

function Home({ otherwise }: { otherwise: ReactNode }) {
  const { steps, chosen, choices } = useSetup();
  if (chosen.isPutAway || !steps || steps.every(({ isDone }) => isDone)) return otherwise;
  return (
    <div className={styles.scroll}>
      <div className={styles.home}>
        <header className={styles.head}>
          <div>
            <h2>{t.title}</h2>
            <p className={styles.text}>{t.lead}</p>
          </div>
          <Button
            size="s"
            variant="ghost"
            icon={<X size={16} aria-hidden />}
            onClick={() => choices.set({ isPutAway: true })}
          >
            {t.putAway}
          </Button>
        </header>
        <Checklist heading="h3" />
      </div>
    </div>
  );
}
