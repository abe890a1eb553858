// What customers are asked before a chat: a greeting, topics that lead to the right people, and
// questions; with the form as customers see it beside them.

import type { PreChatForm } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { Checkbox, ErrorState, Loading, TextArea } from '../../../ui';
import { useConsole } from '../../shared/console-context';
import { AdminsOnly, SaveBar, SectionBody } from '../section-body';
import { useDocument } from '../use-document';
import styles from './form.module.css';
import { GREETING_MAX_CHARS } from './form-draft';
import { FormPreview } from './form-preview';
import { Questions } from './questions';
import { Topics } from './topics';

const KEY = ['chat-form'];

export function FormSection() {
  const { api } = useFrontdesk();
  const { me } = useConsole();
  const document = useDocument<PreChatForm>(
    KEY,
    (options) => api.availability.form(options),
    (form) => api.availability.setForm(form),
    'The form is saved',
  );
  const { draft: form, change } = document;
  const isAdmin = me.role === 'admin';
  return (
    <SectionBody
      wide
      title="Form before a chat"
      lead="What customers are asked before they reach somebody. Topics lead to the right team; answers stand beside the chat for whoever takes it."
      foot={
        <SaveBar
          dirty={document.dirty}
          saving={document.saving}
          error={document.saveError}
          onSave={document.save}
          onReset={document.reset}
        />
      }
    >
      {document.loadError ? (
        <ErrorState error={document.loadError} onRetry={document.reload} />
      ) : null}
      {form ? (
        <div className={styles.columns}>
          <div className={styles.editor}>
            {isAdmin ? null : <AdminsOnly />}
            <div className={styles.switches}>
              <Checkbox
                label="Ask before a chat"
                hint="While it is off, customers write what it is about in their own words."
                checked={form.enabled}
                disabled={!isAdmin}
                onChange={(enabled) => change({ enabled })}
              />
              <Checkbox
                label="Suggest articles while they write"
                hint="Answers from the help centre that fit the message. It holds without the form, too."
                checked={form.suggestArticles}
                disabled={!isAdmin}
                onChange={(suggestArticles) => change({ suggestArticles })}
              />
            </div>
            <div className={styles.parts}>
              <TextArea
                label="Greeting (optional)"
                rows={3}
                maxLength={GREETING_MAX_CHARS}
                placeholder="Hello! Tell us what it is about, and we will find the right person."
                disabled={!isAdmin}
                value={form.greeting}
                error={document.fieldError('greeting')}
                onChange={(event) => change({ greeting: event.target.value })}
              />
              <Topics
                topics={form.topics}
                readOnly={!isAdmin}
                errorAt={document.fieldError}
                onChange={(topics) => change({ topics })}
              />
              <Questions
                fields={form.fields}
                readOnly={!isAdmin}
                errorAt={document.fieldError}
                onChange={(fields) => change({ fields })}
              />
            </div>
          </div>
          <FormPreview form={form} />
        </div>
      ) : document.loadError ? null : (
        <Loading label="Loading the form" />
      )}
    </SectionBody>
  );
}
