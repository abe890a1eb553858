/** Writing to the desk: opens a ticket. */

import { FrontdeskError, type Priority, pageContext } from '@frontdesk/client';
import { useFrontdesk, useUploadList } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MessagesSquare } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useDeskConfig } from '../session';
import {
  Button,
  ButtonLink,
  DropZone,
  errorMessage,
  Notice,
  PageTitle,
  priorityLabel,
  Select,
  TextArea,
  TextField,
  useDocumentTitle,
  useToast,
} from '../ui';
import { useAvailability } from './chat-queries';
import { usualWait } from './chat-times';
import {
  type ContactDraft,
  checkDraft,
  type DraftProblems,
  dropDraft,
  keepDraft,
  readDraft,
} from './contact-draft';
import styles from './contact-page.module.css';
import { t } from './locales';
import { articlePath, chatPath, ticketPath } from './paths';
import { prepareQuestion } from './prepare-question';
import { keys, useCategories, useOpenChat, useQuickSearch } from './queries';
import { t as talk } from './talk/locales';
import { useDebounced } from './use-debounced';

const PRIORITIES: readonly Priority[] = ['low', 'medium', 'high', 'urgent'];

export default function ContactPage() {
  const config = useDeskConfig();
  useDocumentTitle(talk.contactUs, config.name);
  const { api } = useFrontdesk();
  const navigate = useNavigate();
  const toast = useToast();
  const queries = useQueryClient();
  const categories = useCategories();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(readDraft);
  const [problems, setProblems] = useState<DraftProblems>({});
  const list = useUploadList('contact');
  // The same until it succeeds: a repeat after a lost answer makes no second ticket.
  const idempotencyKey = useRef(crypto.randomUUID());
  // With it, since a repeat says the same.
  const [context] = useState(() => pageContext());

  const change = (part: Partial<ContactDraft>) => setDraft((before) => ({ ...before, ...part }));

  useEffect(() => keepDraft(draft), [draft]);

  const create = useMutation({
    mutationFn: () =>
      api.tickets.create(
        {
          subject: draft.subject.trim(),
          description: draft.description.trim(),
          category: draft.category || undefined,
          priority: draft.priority,
          attachments: list.attachments.map((file) => file.cid),
          context,
        },
        { idempotencyKey: idempotencyKey.current },
      ),
    onSuccess: (ticket) => {
      dropDraft();
      list.clear();
      queries.setQueryData(keys.ticket(ticket.id), ticket);
      void queries.invalidateQueries({ queryKey: keys.conversations });
      toast({
        tone: 'success',
        title: talk.ticketIsWithUs(ticket.number),
        text: talk.weWillAnswer,
      });
      void navigate(ticketPath(ticket.id));
    },
    onError: (error) => {
      // A refused request may be mended and sent again: that is another one.
      if (!(error instanceof FrontdeskError && error.isTransient)) {
        idempotencyKey.current = crypto.randomUUID();
      }
      focusFirstProblem(form.current);
    },
  });

  const fieldError = (field: keyof ContactDraft | 'attachments') =>
    create.error instanceof FrontdeskError ? create.error.fieldError(field) : undefined;
  const hasFieldErrors =
    create.error instanceof FrontdeskError && create.error.fieldErrors.length > 0;

  function submit(event: FormEvent) {
    event.preventDefault();
    const found = checkDraft(draft, config.messageMaxChars);
    setProblems(found);
    if (Object.keys(found).length > 0) focusFirstProblem(form.current);
    else create.mutate();
  }

  return (
    <>
      <PageTitle lead={talk.contactLead}>{t.writeToUs}</PageTitle>
      <form ref={form} className={styles.form} onSubmit={submit} noValidate>
        <TextField
          label={talk.subject}
          name="subject"
          placeholder={talk.inAFewWords}
          value={draft.subject}
          maxLength={400}
          aria-required
          error={problems.subject ?? fieldError('subject')}
          onChange={(event) => {
            change({ subject: event.target.value });
            setProblems(({ description }) => ({ description }));
            create.reset();
          }}
        />
        <Deflection subject={draft.subject} />
        <ChatInstead subject={draft.subject} />
        <div className={styles.pair}>
          <Select
            label={talk.topic}
            value={draft.category}
            onChange={(category) => change({ category })}
            error={fieldError('category')}
            options={[
              { value: '', label: talk.notSure },
              ...(categories.data ?? []).map((each) => ({ value: each.slug, label: each.name })),
            ]}
          />
          <Select
            label={talk.urgency}
            value={draft.priority}
            onChange={(priority) => change({ priority })}
            error={fieldError('priority')}
            options={PRIORITIES.map((value) => ({
              value,
              label: talk.urgencyOf(priorityLabel(value), talk.urgencyHints[value]),
            }))}
          />
        </div>
        <TextArea
          label={talk.whatHappened}
          name="description"
          rows={8}
          hint={talk.whatHappenedHint}
          value={draft.description}
          aria-required
          error={problems.description ?? fieldError('description')}
          onChange={(event) => {
            change({ description: event.target.value });
            setProblems(({ subject }) => ({ subject }));
            create.reset();
          }}
          onPaste={(event) => {
            if (event.clipboardData.files.length > 0) list.add(event.clipboardData.files);
          }}
        />
        <DropZone list={list} accept={config.uploadTypes} maxBytes={config.uploadMaxBytes} />
        {fieldError('attachments') ? (
          <Notice tone="danger">{errorMessage(fieldError('attachments'))}</Notice>
        ) : null}
        {create.isError && !hasFieldErrors ? (
          <Notice tone="danger" live>
            {errorMessage(create.error)}
          </Notice>
        ) : null}
        <div className={styles.end}>
          <Button
            type="submit"
            variant="primary"
            size="l"
            busy={create.isPending}
            disabled={list.busy}
          >
            {talk.send}
          </Button>
          <p className={styles.aside} role="status">
            {list.busy ? talk.waitingForFiles : null}
            {!list.busy && list.failed ? talk.fileFailedNotSent : null}
          </p>
        </div>
      </form>
    </>
  );
}

/** Articles that are likely to answer the question before it is sent. */
function Deflection({ subject }: { subject: string }) {
  const settled = useDebounced(subject, 400);
  const long = settled.trim().length >= 4;
  const found = useQuickSearch(long ? settled : '', 3);
  const hits = long && found.data?.answered ? found.data.faq : [];
  if (hits.length === 0) return null;
  return (
    <section className={styles.deflection} aria-label={talk.articlesThatMayHelp}>
      <p>{talk.perhapsAnswered}</p>
      <ul className={styles.deflectionList}>
        {hits.map((hit) => (
          <li key={hit.id}>
            <Link to={articlePath(hit.slug)}>{hit.question}</Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where somebody is there now, or a chat is open already. */
function ChatInstead({ subject }: { subject: string }) {
  const { data: availability } = useAvailability();
  const { data: openChat } = useOpenChat();
  if (openChat) {
    return (
      <Notice
        icon={<MessagesSquare size={16} aria-hidden />}
        action={
          <ButtonLink to={chatPath()} size="s">
            {talk.goOnWithIt}
          </ButtonLink>
        }
      >
        {openChat.topic ? talk.youHaveAnOpenChatOn(openChat.topic) : talk.youHaveAnOpenChat}
      </Notice>
    );
  }
  if (!availability?.open) return null;
  const { estimatedWaitSeconds: seconds } = availability;
  return (
    <Notice
      icon={<MessagesSquare size={16} aria-hidden />}
      action={
        <ButtonLink
          to={chatPath()}
          size="s"
          onClick={() => {
            if (subject.trim()) prepareQuestion(subject);
          }}
        >
          {t.chatWithUs}
        </ButtonLink>
      }
    >
      <strong>{talk.someoneIsThere}</strong>{' '}
      {seconds === null || seconds === undefined ? null : talk.answerTakes(usualWait(seconds))}
    </Notice>
  );
}

/** After the next paint, when the fields know of their errors. */
function focusFirstProblem(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
