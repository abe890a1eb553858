/** The form before a chat: opens one, or leaves a message while nobody is there. */

import {
  type Availability,
  FrontdeskError,
  type MessageLeft,
  pageContext,
} from '@frontdesk/client';
import { type UseLiveChat, type UseUploadList, useFrontdesk } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MessagesSquare, Send } from 'lucide-react';
import {
  type ClipboardEvent,
  type FormEvent,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react';
import { useDeskConfig } from '../session';
import { Button, DropZone, errorMessage, Notice } from '../ui';
import { Moment } from './chat-availability';
import {
  type ChatDraft,
  type ChatProblems,
  checkChatDraft,
  detailsOf,
  dropChatDraft,
} from './chat-draft';
import { ChatFields } from './chat-fields';
import styles from './chat-start.module.css';
import { ChatSuggestions } from './chat-suggestions';
import { keys } from './queries';
import { t as talk } from './talk/locales';

interface StartFormProps {
  chat: UseLiveChat;
  availability: Availability | null;
  form: Parameters<typeof detailsOf>[1];
  suggests: boolean;
  draft: ChatDraft;
  files: UseUploadList;
  onChange: (draft: ChatDraft) => void;
  onLeft: (left: MessageLeft) => void;
}

export function StartForm(props: StartFormProps) {
  const { chat, availability, form, suggests, draft, files, onChange, onLeft } = props;
  const { messageMaxChars, uploadTypes, uploadMaxBytes } = useDeskConfig();
  const element = useRef<HTMLFormElement>(null);
  const [found, setFound] = useState<ChatProblems>({});
  const leave = useLeaveMessage(onLeft);
  // Once: what is repeated after a lost answer says the same.
  const [context] = useState(() => pageContext());
  const isClosed = availability !== null && !availability.open;
  // Within the hours somebody may come back any minute.
  const mayWait = !isClosed || availability.reason === 'nobody-there';
  const refused = leave.error instanceof FrontdeskError ? leave.error : null;
  const problems = { ...problemsOf(refused), ...found };

  const check = (): boolean => {
    const now = checkChatDraft(draft, form, messageMaxChars);
    setFound(now);
    const isFine = Object.keys(now).length === 0;
    if (!isFine) focusFirstProblem(element.current);
    return isFine;
  };
  const startChat = () => {
    if (chat.status === 'starting' || !check()) return;
    const attachments = [...files.attachments];
    chat
      .start({
        ...detailsOf(draft, form),
        message: draft.message.trim(),
        attachments,
        context,
      })
      .then(dropChatDraft, () => {
        // The chat's own `failure` says why; the draft stays.
      });
    // They are the first message's now, which is kept until it has arrived.
    files.clear();
  };
  const leaveMessage = () => {
    if (leave.isPending || !check()) return;
    const { topic: subject, ...details } = detailsOf(draft, form);
    const email = draft.email.trim() || undefined;
    leave.mutate(
      {
        ...details,
        subject,
        message: draft.message.trim(),
        email,
        attachments: files.attachments.map(({ cid }) => cid),
        context,
      },
      { onSuccess: () => files.clear(), onError: () => focusFirstProblem(element.current) },
    );
  };
  const waiting = useWaitForFiles(files, { startChat, leaveMessage });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (check()) waiting.go(isClosed ? 'leaveMessage' : 'startChat');
  };

  const failure = isClosed ? (leave.error ?? chat.failure) : chat.failure;
  const showsFailure =
    failure !== null &&
    chat.connection.status !== 'refused' &&
    Object.keys(problemsOf(refused)).length === 0;
  const paste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    files.add(event.clipboardData.files);
  };
  return (
    <form ref={element} className={styles.form} onSubmit={submit} onPaste={paste} noValidate>
      {form?.greeting ? <p className={styles.greeting}>{form.greeting}</p> : null}
      <ChatFields
        form={form}
        draft={draft}
        problems={problems}
        isOffline={isClosed}
        onChange={(part, field) => {
          onChange({ ...draft, ...part });
          setFound(({ [field]: _mended, ...rest }) => rest);
          if (leave.error) leave.reset();
          waiting.stop();
        }}
        afterMessage={suggests ? <ChatSuggestions text={draft.message} /> : null}
      />
      <DropZone list={files} accept={uploadTypes} maxBytes={uploadMaxBytes} />
      {problems.attachments ? (
        <Notice tone="danger">{errorMessage(problems.attachments)}</Notice>
      ) : null}
      {showsFailure ? (
        <Notice tone="danger" live>
          {isBlocked(failure) ? talk.blocked : errorMessage(failure)}
        </Notice>
      ) : null}
      {files.items.length > 0 ? (
        <p role="status">
          {waiting.isHeld ? talk.messageGoesWithFiles : null}
          {!files.busy && files.failed ? talk.fileFailedNotSent : null}
        </p>
      ) : null}
      <div className={styles.actions}>
        {waiting.isHeld ? (
          <Button size="l" onClick={waiting.stop}>
            {talk.dontSendYet}
          </Button>
        ) : null}
        {isClosed && !waiting.isHeld ? (
          <Button
            type="submit"
            variant="primary"
            size="l"
            busy={leave.isPending}
            icon={<Send size={18} aria-hidden />}
          >
            {talk.leaveTheMessage}
          </Button>
        ) : null}
        {mayWait && !waiting.isHeld ? (
          <Button
            type={isClosed ? 'button' : 'submit'}
            variant={isClosed ? 'secondary' : 'primary'}
            size="l"
            busy={chat.status === 'starting'}
            icon={<MessagesSquare size={18} aria-hidden />}
            onClick={isClosed ? () => check() && waiting.go('startChat') : undefined}
          >
            {isClosed ? talk.startAndWait : talk.startTheChat}
          </Button>
        ) : null}
        {isClosed && availability.expectedAnswerAt ? (
          <p className={styles.expected}>
            {talk.messageAnsweredBy(
              <Moment time={availability.expectedAnswerAt} zone={availability.timeZone} />,
            )}
          </p>
        ) : null}
      </div>
    </form>
  );
}

/**
 * A message without its files would be another one: what is to be done with both is done when they
 * are up, unless one of them fails.
 */
function useWaitForFiles<Deed extends string>(
  { busy, failed }: UseUploadList,
  deeds: Record<Deed, () => void>,
) {
  const [held, setHeld] = useState<Deed | null>(null);
  const goOn = useEffectEvent(() => {
    setHeld(null);
    if (held && !failed) deeds[held]();
  });
  useEffect(() => {
    if (held && !busy) goOn();
  }, [held, busy]);
  return {
    isHeld: held !== null,
    go: (deed: Deed) => (busy ? setHeld(deed) : deeds[deed]()),
    stop: () => setHeld(null),
  };
}

type Leaving = Parameters<
  ReturnType<typeof useFrontdesk>['api']['availability']['leaveMessage']
>[0];

/** Leaves a message once, however often it has to be tried. */
function useLeaveMessage(onLeft: (left: MessageLeft) => void) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const idempotencyKey = useRef(crypto.randomUUID());
  return useMutation({
    mutationFn: (message: Leaving) =>
      api.availability.leaveMessage(message, { idempotencyKey: idempotencyKey.current }),
    onSuccess: (left) => {
      idempotencyKey.current = crypto.randomUUID();
      void queries.invalidateQueries({ queryKey: keys.conversations });
      onLeft(left);
    },
    onError: (error) => {
      // A refused message may be mended and sent again: that is another one.
      if (!(error instanceof FrontdeskError && error.isTransient)) {
        idempotencyKey.current = crypto.randomUUID();
      }
    },
  });
}

function problemsOf(error: FrontdeskError | null): ChatProblems {
  return Object.fromEntries(error?.fieldErrors.map(({ field, message }) => [field, message]) ?? []);
}

const isBlocked = (error: unknown): boolean =>
  error instanceof FrontdeskError && error.code === 'forbidden';

/** After the next paint, when the fields know of their errors. */
function focusFirstProblem(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
