// An endpoint, made or changed: its address, what it is for, and the events that it gets.

import type { NewWebhook, Webhook } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { Checkbox, TextField } from '../../../ui';
import { keys } from '../../shared/queries';
import { EditDialog } from '../parts/edit-dialog';
import { useEdit } from '../parts/use-edit';
import {
  DESCRIPTION_MAX_CHARS,
  draftOf,
  EVENTS,
  inputOf,
  problemsOf,
  shortName,
  URL_MAX_CHARS,
  withEvent,
} from './webhook-draft';
import styles from './webhooks.module.css';

export interface WebhookDialogProps {
  webhook: Webhook | null;
  onClose: () => void;
  onSecret: (webhook: Webhook) => void;
}

export function WebhookDialog({ webhook, onClose, onSecret }: WebhookDialogProps) {
  const { api } = useFrontdesk();
  const { draft, change, errorAt, dialog } = useEdit({
    noun: 'webhook',
    name: webhook ? shortName(webhook) : null,
    begin: () => draftOf(webhook),
    problemsOf,
    inputOf,
    fields: ['url', 'description', 'events'],
    write: async (input: NewWebhook, idempotencyKey) => {
      if (webhook) return api.webhooks.update(webhook.id, input);
      const made = await api.webhooks.create(input, { idempotencyKey });
      onSecret(made);
      return made;
    },
    refresh: keys.webhooks,
    nameOf: shortName,
    onClose,
  });
  const eventsError = errorAt('events');
  return (
    <EditDialog {...dialog}>
      <TextField
        label="Address"
        type="url"
        inputMode="url"
        placeholder="https://example.com/frontdesk"
        spellCheck={false}
        maxLength={URL_MAX_CHARS}
        value={draft.url}
        error={errorAt('url')}
        onChange={(event) => change({ url: event.target.value })}
      />
      <TextField
        label="What it is for (optional)"
        maxLength={DESCRIPTION_MAX_CHARS}
        value={draft.description}
        error={errorAt('description')}
        onChange={(event) => change({ description: event.target.value })}
      />
      <fieldset
        className={styles.events}
        aria-describedby={eventsError ? 'events-error' : undefined}
      >
        <legend>Events</legend>
        <Checkbox
          label="Every event"
          hint="Those of later versions, too."
          checked={draft.all}
          onChange={(all) => change({ all })}
        />
        {draft.all
          ? null
          : EVENTS.map(({ name, about }) => (
              <Checkbox
                key={name}
                label={<code>{name}</code>}
                hint={about}
                checked={draft.events.includes(name)}
                onChange={(on) => change({ events: withEvent(draft, name, on) })}
              />
            ))}
        {eventsError ? (
          <p id="events-error" className={styles.error} role="alert">
            {eventsError}
          </p>
        ) : null}
      </fieldset>
    </EditDialog>
  );
}
