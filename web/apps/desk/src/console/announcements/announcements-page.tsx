// Announcements: a word to everybody at once, shown among their notifications. For admins.

import { FrontdeskError, type NewAnnouncement } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation } from '@tanstack/react-query';
import { CircleCheck, Megaphone } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button, ConfirmDialog, EmptyState, errorMessage, TextArea, TextField } from '../../ui';
import { useDraft } from '../shared/drafts';
import { PaneHead } from '../shared/panes';
import { useAttempt } from '../shared/use-attempt';
import styles from './announcements-page.module.css';

const TITLE_MAX_CHARS = 200;
const MESSAGE_MAX_CHARS = 2000;

export function AnnouncementsPage() {
  const [sent, setSent] = useState<NewAnnouncement | null>(null);
  return (
    <>
      <PaneHead title="Announcements" />
      <div className={styles.scroll}>
        {sent ? (
          <EmptyState
            icon={<CircleCheck size={28} aria-hidden />}
            title="Sent to everybody"
            action={<Button onClick={() => setSent(null)}>Write another</Button>}
          >
            <p role="status">
              “{sent.title}” is among the notifications of every customer and colleague now.
            </p>
          </EmptyState>
        ) : (
          <Writing onSent={setSent} />
        )}
      </div>
    </>
  );
}

function Writing({ onSent }: { onSent: (announcement: NewAnnouncement) => void }) {
  const { api } = useFrontdesk();
  const [title, setTitle] = useDraft('announcement.title');
  const [message, setMessage] = useDraft('announcement.message');
  const [checked, setChecked] = useState(false);
  const [asking, setAsking] = useState(false);
  const attempt = useAttempt();

  const announcement: NewAnnouncement = { title: title.trim(), message: message.trim() };
  const send = useMutation({
    mutationFn: () =>
      attempt(JSON.stringify(announcement), (idempotencyKey) =>
        api.announcements.create(announcement, { idempotencyKey }),
      ),
    onSuccess: () => {
      setTitle('');
      setMessage('');
      onSent(announcement);
    },
  });
  const refusal =
    send.error instanceof FrontdeskError && send.error.fieldErrors.length > 0 ? send.error : null;

  function onSubmit(event: FormEvent) {
    event.preventDefault();
    setChecked(true);
    if (announcement.title && announcement.message) setAsking(true);
  }

  return (
    <div className={styles.columns}>
      <form className={styles.form} onSubmit={onSubmit} noValidate>
        <p className={styles.lead}>
          Everybody who uses the desk gets this as a notification, at once. It cannot be called
          back.
        </p>
        <TextField
          label="Title"
          placeholder="What it is about, in a few words"
          maxLength={TITLE_MAX_CHARS}
          value={title}
          error={checked && !announcement.title ? 'Give it a title.' : refusal?.fieldError('title')}
          onChange={(event) => setTitle(event.target.value)}
        />
        <TextArea
          label="Message"
          rows={7}
          maxLength={MESSAGE_MAX_CHARS}
          hint={`${MESSAGE_MAX_CHARS - message.length} characters left`}
          value={message}
          error={
            checked && !announcement.message ? 'Write the message.' : refusal?.fieldError('message')
          }
          onChange={(event) => setMessage(event.target.value)}
        />
        {send.isError && !refusal ? (
          <p className={styles.failure} role="alert">
            It was not sent. {errorMessage(send.error)}
          </p>
        ) : null}
        <div>
          <Button type="submit" variant="primary" busy={send.isPending}>
            Send to everybody…
          </Button>
        </div>
      </form>
      <section className={styles.preview} aria-label="Preview">
        <p className={styles.previewLabel}>As it will look</p>
        <div className={styles.card}>
          <span className={styles.icon}>
            <Megaphone size={18} aria-hidden />
          </span>
          <div className={styles.words}>
            <p className={styles.cardTitle}>{title.trim() || 'Title'}</p>
            <p className={styles.cardText}>{message.trim() || 'Message'}</p>
            <p className={styles.cardTime}>just now</p>
          </div>
        </div>
      </section>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Send this to everybody?"
        description={`“${announcement.title}” goes to every customer and every colleague. It cannot be called back.`}
        action="Send"
        variant="primary"
        onConfirm={() => send.mutate()}
      />
    </div>
  );
}
