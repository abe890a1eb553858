// Prepared answers: everybody's and one's own.

import type { Macro } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { Zap } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Badge, plural, TextField } from '../../../ui';
import { keys } from '../../shared/queries';
import { ListSection } from '../parts/list-section';
import { RemoveDialog } from '../parts/remove-dialog';
import { Row } from '../parts/row';
import { MacroDialog } from './macro-dialog';
import { actionsInWords, found } from './macro-draft';
import styles from './macros.module.css';

export function MacrosSection() {
  const { api } = useFrontdesk();
  const macros = useQuery({
    queryKey: keys.macros,
    queryFn: ({ signal }) => api.macros.list({ signal }),
  });
  const [words, setWords] = useState('');
  return (
    <ListSection
      title="Macros"
      lead="Answers that are written once and sent often. They fill in names by themselves, and may close the chat or tag the ticket in the same step."
      query={macros}
      addLabel="Add a macro"
      empty={{
        icon: <Zap size={26} aria-hidden />,
        title: 'No macros yet',
        text: 'Begin with the answer that you have typed most often this week.',
      }}
      above={
        <TextField
          label="Search macros"
          hideLabel
          type="search"
          placeholder="Search macros"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      }
      shown={found(macros.data ?? [], words)}
      row={(macro, actions) => <MacroRow key={macro.id} macro={macro} actions={actions} />}
      nameOf={({ title }) => title}
      edit={(macro, onClose) => <MacroDialog macro={macro} onClose={onClose} />}
      remove={(macro, onClose) => (
        <RemoveDialog
          name={macro.title}
          description={
            macro.visibility === 'me'
              ? 'It is yours alone; nobody else loses it. What was sent with it stays.'
              : 'Nobody will find it any more. What was sent with it stays.'
          }
          remove={() => api.macros.remove(macro.id)}
          refresh={keys.macros}
          onClose={onClose}
        />
      )}
    />
  );
}

function MacroRow({ macro, actions }: { macro: Macro; actions: ReactNode }) {
  return (
    <Row
      title={macro.title}
      marks={
        <>
          {macro.shortcut ? <code className={styles.shortcut}>/{macro.shortcut}</code> : null}
          {macro.visibility === 'me' ? <Badge tone="info">Only you</Badge> : null}
        </>
      }
      actions={actions}
    >
      {macro.content ? <p className={styles.excerpt}>{macro.content}</p> : null}
      <p>{[`Used ${plural(macro.uses, 'time')}`, ...actionsInWords(macro)].join(' · ')}</p>
    </Row>
  );
}
