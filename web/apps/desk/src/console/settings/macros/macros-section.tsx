// Prepared answers: everybody's and one's own.

import type { Macro } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { Plus, Zap } from 'lucide-react';
import { useState } from 'react';
import { Badge, Button, EmptyState, ErrorState, Loading, plural, TextField } from '../../../ui';
import { keys } from '../../shared/queries';
import { Rows } from '../parts/list-part';
import { RemoveDialog } from '../parts/remove-dialog';
import { ChangeButtons, Row } from '../parts/row';
import { SectionBody } from '../section-body';
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
  const [editing, setEditing] = useState<Macro | 'new' | null>(null);
  const [removing, setRemoving] = useState<Macro | null>(null);
  const shown = found(macros.data ?? [], words);
  const add = (
    <Button
      size="s"
      variant="primary"
      icon={<Plus size={15} aria-hidden />}
      onClick={() => setEditing('new')}
    >
      Add a macro
    </Button>
  );
  return (
    <SectionBody
      title="Macros"
      lead="Answers that are written once and sent often. They fill in names by themselves, and may close the chat or tag the ticket in the same step."
      actions={macros.data?.length ? add : null}
    >
      {macros.data?.length ? (
        <TextField
          label="Search macros"
          hideLabel
          type="search"
          placeholder="Search macros"
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      ) : null}
      {macros.isPending ? <Loading label="Loading the macros" /> : null}
      {macros.isError ? (
        <ErrorState error={macros.error} onRetry={() => void macros.refetch()} />
      ) : null}
      {macros.data?.length === 0 ? (
        <EmptyState icon={<Zap size={26} aria-hidden />} title="No macros yet" action={add}>
          Begin with the answer that you have typed most often this week.
        </EmptyState>
      ) : null}
      {macros.data?.length && shown.length === 0 ? (
        <EmptyState title="Nothing fits">Try other words.</EmptyState>
      ) : null}
      {shown.length > 0 ? (
        <Rows>
          {shown.map((macro) => (
            <Row
              key={macro.id}
              title={macro.title}
              marks={
                <>
                  {macro.shortcut ? (
                    <code className={styles.shortcut}>/{macro.shortcut}</code>
                  ) : null}
                  {macro.visibility === 'me' ? <Badge tone="info">Only you</Badge> : null}
                </>
              }
              actions={
                <ChangeButtons
                  name={macro.title}
                  onEdit={() => setEditing(macro)}
                  onRemove={() => setRemoving(macro)}
                />
              }
            >
              {macro.content ? <p className={styles.excerpt}>{macro.content}</p> : null}
              <p>{[`Used ${plural(macro.uses, 'time')}`, ...actionsInWords(macro)].join(' · ')}</p>
            </Row>
          ))}
        </Rows>
      ) : null}
      {editing ? (
        <MacroDialog macro={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />
      ) : null}
      {removing ? (
        <RemoveDialog
          name={removing.title}
          description={
            removing.visibility === 'me'
              ? 'It is yours alone; nobody else loses it. What was sent with it stays.'
              : 'Nobody will find it any more. What was sent with it stays.'
          }
          remove={() => api.macros.remove(removing.id)}
          refresh={keys.macros}
          onClose={() => setRemoving(null)}
        />
      ) : null}
    </SectionBody>
  );
}
