// One macro: its words with variables, what it does besides, and how it will read.

import type { Macro, NewMacro } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { Checkbox, Select, statusLabel, TextArea, TextField } from '../../../ui';
import { useConsole } from '../../shared/console-context';
import { keys } from '../../shared/queries';
import { TagsField } from '../../shared/tags-field';
import { EditDialog } from '../parts/edit-dialog';
import { useEdit } from '../parts/use-edit';
import { draftOf, inputOf, problemsOf, SHORTCUT_MAX_CHARS, TITLE_MAX_CHARS } from './macro-draft';
import { MacroPreview } from './macro-preview';
import { MacroTextField } from './macro-text-field';
import styles from './macros.module.css';

const FIELDS = ['title', 'shortcut', 'content', 'visibility', 'actions'];
const STATUSES = ['open', 'in-progress', 'resolved', 'closed'] as const;

export function MacroDialog({ macro, onClose }: { macro: Macro | null; onClose: () => void }) {
  const { api } = useFrontdesk();
  const { config } = useConsole();
  const { draft, change, errorAt, dialog } = useEdit({
    noun: 'macro',
    name: macro?.title ?? null,
    begin: () => draftOf(macro),
    problemsOf,
    inputOf,
    fields: FIELDS,
    write: (input: NewMacro, idempotencyKey) =>
      macro ? api.macros.update(macro.id, input) : api.macros.create(input, { idempotencyKey }),
    refresh: keys.macros,
    nameOf: (saved) => saved.title,
    onClose,
  });

  return (
    <EditDialog size="l" {...dialog}>
      <div className={styles.columns}>
        <div className={styles.fields}>
          <TextField
            label="Title"
            maxLength={TITLE_MAX_CHARS}
            value={draft.title}
            error={errorAt('title')}
            onChange={(event) => change({ title: event.target.value })}
          />
          <TextField
            label="Shortcut (optional)"
            placeholder="refund"
            hint="Typed after a / in the reply, it brings this macro."
            maxLength={SHORTCUT_MAX_CHARS + 1}
            value={draft.shortcut}
            error={errorAt('shortcut')}
            onChange={(event) => change({ shortcut: event.target.value })}
          />
          <MacroTextField
            maxChars={config.messageMaxChars}
            value={draft.content}
            error={errorAt('content')}
            onChange={(content) => change({ content })}
          />
          <Select
            label="Who sees it"
            options={[
              { value: 'everyone', label: 'All agents' },
              { value: 'me', label: 'Only you' },
            ]}
            value={draft.visibility}
            error={errorAt('visibility')}
            onChange={(visibility) => change({ visibility })}
          />
        </div>
        <div className={styles.fields}>
          <MacroPreview text={draft.content} />
          <fieldset className={styles.group}>
            <legend>What it does besides</legend>
            <TagsField
              label="Tags for the ticket (optional)"
              tags={draft.addTags}
              error={errorAt('actions.addTags')}
              onChange={(addTags) => change({ addTags })}
            />
            <Select
              label="Status of the ticket"
              options={[
                { value: '', label: 'Stays as it is' },
                ...STATUSES.map((status) => ({ value: status, label: statusLabel(status) })),
              ]}
              value={draft.status}
              error={errorAt('actions.status')}
              onChange={(status) => change({ status })}
            />
            <Checkbox
              label="Close the chat"
              checked={draft.closeChat}
              onChange={(closeChat) => change({ closeChat })}
            />
            <TextArea
              label="Internal note (optional)"
              rows={2}
              maxLength={config.messageMaxChars}
              hint="Customers never see it. Variables work here, too."
              value={draft.note}
              error={errorAt('actions.note')}
              onChange={(event) => change({ note: event.target.value })}
            />
          </fieldset>
        </div>
      </div>
    </EditDialog>
  );
}
