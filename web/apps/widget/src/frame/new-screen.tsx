/** The form before a conversation: begins a chat, or leaves a message while nobody is there. */
import {
  type Availability,
  FrontdeskError,
  liveChat,
  type MessageLeft,
  type NewContext,
  type PreChatForm,
} from '@frontdesk/client';
import { useFrontdesk, useLiveChat, useMember, useUploadList } from '@frontdesk/react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { closedWords, standingWords, useAvailability } from './availability';
import { errorWords, useSurroundings } from './context';
import { type Draft, detailsOf, type Problems, problemsOf } from './draft';
import { AttachButton, UploadRows } from './files';
import { FormFields } from './form-fields';
import { ClockIcon } from './icons';
import { Left } from './left';
import { Bar, Failure, Notice, Spinner } from './parts';
import { useSuggested } from './suggested';
import { Suggestions } from './suggestions';
import { momentInWords } from './times';
import { useDraft } from './use-draft';
import { useLoad } from './use-load';

export function NewScreen({ message }: { message: string }) {
  const { words, config, person, go, home } = useSurroundings();
  const { api } = useFrontdesk();
  const chat = useLiveChat();
  const [draft, setDraft] = useDraft(message);
  const [left, setLeft] = useState<MessageLeft | null>(null);
  const form = useLoad('form', (signal) => api.availability.form({ signal }));
  const availability = useAvailability(
    form.value?.enabled ? form.value.topics.find(({ id }) => id === draft.topicId)?.id : undefined,
  );

  // What is open goes on.
  const isOpen = chat.status === 'waiting' || chat.status === 'active';
  useEffect(() => {
    if (isOpen) go({ name: 'chat' });
  }, [isOpen, go]);

  const now = availability.value;
  const isClosed = now !== null && !now.open;
  const isMessage = !config.chat || (isClosed && config.messages);
  const title = isMessage ? words.leaveTitle : words.startTitle;
  if (left) return <Left left={left} onDone={home} />;
  if (person.who === 'nobody' && !config.visitors) {
    return (
      <main className="screen">
        <Bar title={title} isEntry />
        <div className="scroll">
          <p className="card contact">{config.contact || words.signInFirst}</p>
        </div>
      </main>
    );
  }
  return (
    <main className="screen">
      <Bar title={title} sub={now?.open ? standingWords(words, now) : undefined} />
      <div className="scroll">
        {form.error && !form.value ? <Failure error={form.error} onRetry={form.reload} /> : null}
        {form.value && (now || availability.error) ? (
          <StartForm
            form={form.value.enabled ? form.value : null}
            suggests={config.articles && form.value.suggestArticles}
            availability={now}
            draft={draft}
            onChange={setDraft}
            onLeft={setLeft}
          />
        ) : form.error ? null : (
          <Spinner />
        )}
      </div>
    </main>
  );
}

interface StartFormProps {
  form: PreChatForm | null;
  suggests: boolean;
  availability: Availability | null;
  draft: Draft;
  onChange: (draft: Draft) => void;
  onLeft: (left: MessageLeft) => void;
}

function StartForm({ form, suggests, availability, draft, onChange, onLeft }: StartFormProps) {
  const { words, config, desk, session, person, tell } = useSurroundings();
  const { api } = useFrontdesk();
  const chat = useMember(liveChat);
  const live = useLiveChat();
  const list = useUploadList('widget-start');
  const element = useRef<HTMLFormElement>(null);
  const idempotencyKey = useRef(crypto.randomUUID());
  // Asked once for each key: a repeat says the same.
  const where = useRef<NewContext | null>(null);
  const [found, setFound] = useState<Problems>({});
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const suggested = useSuggested(draft.message, suggests);
  const isClosed = availability !== null && !availability.open;
  const leaves = !config.chat || (isClosed && config.messages);
  const mayWait = config.chat && isClosed && availability.reason === 'nobody-there';
  const refused = error instanceof FrontdeskError ? error.fieldErrors : [];
  const problems: Problems = {
    ...Object.fromEntries(refused.map(({ field, message }) => [field, message])),
    ...found,
  };

  const focusProblem = () =>
    requestAnimationFrame(() =>
      element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(),
    );
  const check = (): boolean => {
    const now = problemsOf(words, draft, form, desk.messageMaxChars);
    setFound(now);
    if (Object.keys(now).length > 0) focusProblem();
    return Object.keys(now).length === 0;
  };
  const attempt = async (act: () => Promise<void>) => {
    if (busy || list.busy || !check()) return;
    setBusy(true);
    setError(null);
    try {
      if (person.who === 'nobody') await session.becomeVisitor(draft.name, draft.email);
      await act();
    } catch (thrown) {
      setError(thrown);
      // A refused message may be mended and sent again: that is another one.
      if (!(thrown instanceof FrontdeskError && thrown.isTransient)) {
        idempotencyKey.current = crypto.randomUUID();
        where.current = null;
      }
      focusProblem();
    }
    setBusy(false);
  };
  const start = () =>
    attempt(async () => {
      // Another person's list is empty: a visitor has attached nothing before they were one.
      const attachments = [...list.attachments];
      const message = draft.message.trim();
      const context = await session.context();
      await chat.start({ ...detailsOf(draft, form), message, attachments, context });
      list.clear();
      const { sessionId } = chat.getSnapshot();
      if (sessionId) tell({ type: 'conversation-started', conversationId: sessionId });
      onChange({ ...draft, message: '', answers: {}, topicId: '' });
    });
  const leave = () =>
    attempt(async () => {
      where.current ??= await session.context();
      const left = await api.availability.leaveMessage(
        {
          ...detailsOf(draft, form),
          message: draft.message.trim(),
          email: draft.email.trim() || undefined,
          attachments: list.attachments.map(({ cid }) => cid),
          context: where.current,
        },
        { idempotencyKey: idempotencyKey.current },
      );
      idempotencyKey.current = crypto.randomUUID();
      where.current = null;
      list.clear();
      onChange({ ...draft, message: '', answers: {}, topicId: '' });
      onLeft(left);
    });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void (leaves ? leave() : start());
  };
  const showsFailure = error !== null && refused.length === 0;
  const isStarting = busy || live.status === 'starting';
  return (
    <form ref={element} className="form" noValidate onSubmit={submit}>
      {isClosed ? (
        <Notice tone="warning" icon={<ClockIcon />}>
          {closedWords(words, availability)}
        </Notice>
      ) : null}
      {form?.greeting ? <p className="form-greeting">{form.greeting}</p> : null}
      <FormFields
        form={form}
        draft={draft}
        problems={problems}
        asksWho={person.who === 'nobody'}
        asksEmail={leaves && person.email === null}
        maxChars={desk.messageMaxChars}
        onChange={(part, field) => {
          onChange({ ...draft, ...part });
          setFound(({ [field]: _mended, ...rest }) => rest);
          setError(null);
        }}
        afterMessage={<Suggestions suggested={suggested} />}
      />
      {person.who === 'nobody' ? null : (
        <div className="form-files">
          <UploadRows list={list} />
          <AttachButton list={list} accept={desk.uploadTypes} words={words.attach} />
        </div>
      )}
      {showsFailure ? (
        <div className="notice danger" role="alert">
          <p>{errorWords(words, error)}</p>
        </div>
      ) : null}
      <div className="form-actions">
        <button
          type="submit"
          className="button primary wide-button"
          aria-busy={isStarting}
          disabled={list.busy}
        >
          {leaves ? words.leave : words.start}
        </button>
        {mayWait && leaves ? (
          <button type="button" className="button wide-button" onClick={() => void start()}>
            {words.startAndWait}
          </button>
        ) : null}
        {leaves && availability?.expectedAnswerAt ? (
          <p className="form-hint">
            {words.answeredBy(momentInWords(words, availability.expectedAnswerAt, Date.now()))}
          </p>
        ) : null}
      </div>
    </form>
  );
}
