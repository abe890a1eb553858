// The form as customers see it, made by the help centre's own fields, so that it can be tried.

import type { PreChatForm } from '@frontdesk/client';
import { Eye } from 'lucide-react';
import { useState } from 'react';
import { type ChatDraft, EMPTY_CHAT_DRAFT } from '../../../portal/chat-draft';
import { ChatFields } from '../../../portal/chat-fields';
import { Button } from '../../../ui';
import styles from './form.module.css';

export function FormPreview({ form }: { form: PreChatForm }) {
  const [draft, setDraft] = useState<ChatDraft>(EMPTY_CHAT_DRAFT);
  return (
    <section className={styles.preview} aria-label="Preview">
      <p className={styles.previewLabel}>
        <Eye size={15} aria-hidden />
        {form.enabled ? 'As customers will see it' : 'As customers see it while the form is off'}
      </p>
      <div className={styles.card}>
        {form.enabled && form.greeting ? <p className={styles.greeting}>{form.greeting}</p> : null}
        <ChatFields
          form={form.enabled ? form : null}
          draft={draft}
          problems={{}}
          isOffline={false}
          onChange={(part) => setDraft({ ...draft, ...part })}
        />
        <div>
          <Button variant="primary" disabled>
            Start the chat
          </Button>
        </div>
      </div>
      <p className={styles.previewNote}>You can try it here. Nothing is sent.</p>
    </section>
  );
}
