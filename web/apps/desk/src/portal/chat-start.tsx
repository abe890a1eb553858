/** Before a chat: the form that opens one, or a message to leave while nobody is there. */
import { type Availability, FrontdeskError, type MessageLeft } from '@frontdesk/client';
import { type UseLiveChat, useFrontdesk, useUploadList } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MessagesSquare, Send } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useDeskConfig } from '../session';
import { Button, DropZone, errorMessage, Loading, Notice, PageTitle } from '../ui';
import { ClosedNotice, Moment, WaitHint } from './chat-availability';
import {
  type ChatDraft,
  type ChatProblems,
  checkChatDraft,
  detailsOf,
  dropChatDraft,
  EMPTY_CHAT_DRAFT,
  keepChatDraft,
  readChatDraft,
  topicOf,
  withUnsent,
} from './chat-draft';
import { EarlierChats, OpenElsewhere } from './chat-earlier';
import { ChatFields } from './chat-fields';
import { MessageLeftPanel } from './chat-left';
import { useAvailability, usePreChatForm } from './chat-queries';
import styles from './chat-start.module.css';
import { ChatSuggestions } from './chat-suggestions';
import { ChatUnsent } from './chat-unsent';
import { ConnectionBanner } from './connection-banner';
import { keys } from './queries';

export function ChatStart({ chat }: { chat: UseLiveChat }) {
  const [draft, setDraft] = useKeptDraft(chat);
  const [left, setLeft] = useState<MessageLeft | null>(null);
  const form = usePreChatForm();
  const availability = useAvailability(topicOf(draft, form.data)?.id);

  if (left) {
    return (
      <MessageLeftPanel
        left={left}
        timeZone={availability.data?.timeZone ?? 'UTC'}
        onDone={() => setLeft(null)}
      />
    );
  }
  if (availability.isPending || form.isPending) return <Loading label="Looking who is there" />;
  // Where it is not known who is there, a chat can be begun all the same.
  const now = availability.data ?? null;
  const isClosed = now !== null && !now.open;
  return (
    <div className={styles.start}>
      <PageTitle
        lead={
          isClosed
            ? 'It becomes a ticket: you can follow our answer here, and add to it at any time.'
            : 'A person answers, here and now. You may close this page and come back; the chat stays open.'
        }
      >
        {isClosed ? 'Leave us a message' : 'Chat with us'}
      </PageTitle>
      <div className={styles.notices}>
        <ConnectionBanner chat={chat} />
        <ChatUnsent chat={chat} />
        <OpenElsewhere offerOpen={chat.status === 'idle'} onGoOn={() => chat.connect()} />
        {isClosed ? <ClosedNotice availability={now} /> : null}
        {now?.open ? <WaitHint availability={now} /> : null}
      </div>
      <StartForm
        chat={chat}
        availability={now}
        form={form.data?.enabled ? form.data : null}
        suggests={form.data?.suggestArticles ?? true}
        draft={draft}
        onChange={setDraft}
        onLeft={(left) => {
          setDraft(EMPTY_CHAT_DRAFT);
          setLeft(left);
        }}
      />
      <EarlierChats />
    </div>
  );
}

interface StartFormProps {
  chat: UseLiveChat;
  availability: Availability | null;
  form: Parameters<typeof detailsOf>[1];
  suggests: boolean;
  draft: ChatDraft;
  onChange: (draft: ChatDraft) => void;
  onLeft: (left: MessageLeft) => void;
}

function StartForm(props: StartFormProps) {
  const { chat, availability, form, suggests, draft, onChange, onLeft } = props;
  const { messageMaxChars, uploadTypes, uploadMaxBytes } = useDeskConfig();
  const files = useUploadList('offline-message');
  const element = useRef<HTMLFormElement>(null);
  const [found, setFound] = useState<ChatProblems>({});
  const leave = useLeaveMessage(onLeft);
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
    chat
      .start({ ...detailsOf(draft, form), message: draft.message.trim() })
      .then(dropChatDraft, () => {
        // The chat's own `failure` says why; the draft stays.
      });
  };
  const leaveMessage = () => {
    if (leave.isPending || files.busy || !check()) return;
    const { topic: subject, ...details } = detailsOf(draft, form);
    const email = draft.email.trim() || undefined;
    leave.mutate(
      {
        ...details,
        subject,
        message: draft.message.trim(),
        email,
        attachments: files.attachments.map(({ cid }) => cid),
      },
      { onSuccess: () => files.clear(), onError: () => focusFirstProblem(element.current) },
    );
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isClosed) leaveMessage();
    else startChat();
  };

  const failure = isClosed ? (leave.error ?? chat.failure) : chat.failure;
  const showsFailure =
    failure !== null &&
    chat.connection.status !== 'refused' &&
    Object.keys(problemsOf(refused)).length === 0;
  return (
    <form ref={element} className={styles.form} onSubmit={submit} noValidate>
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
        }}
        afterMessage={suggests ? <ChatSuggestions text={draft.message} /> : null}
      />
      {isClosed ? <DropZone list={files} accept={uploadTypes} maxBytes={uploadMaxBytes} /> : null}
      {problems.attachments ? (
        <Notice tone="danger">{errorMessage(problems.attachments)}</Notice>
      ) : null}
      {showsFailure ? (
        <Notice tone="danger" live>
          {isBlocked(failure)
            ? 'You can’t write to us with this account: it was blocked. If you think that this is a mistake, please reach us another way.'
            : errorMessage(failure)}
        </Notice>
      ) : null}
      {isClosed && files.items.length > 0 ? (
        <p role="status">
          {files.busy ? 'Waiting for the files …' : null}
          {!files.busy && files.failed ? 'A file failed and will not be sent.' : null}
        </p>
      ) : null}
      <div className={styles.actions}>
        {isClosed ? (
          <Button
            type="submit"
            variant="primary"
            size="l"
            busy={leave.isPending}
            disabled={files.busy}
            icon={<Send size={18} aria-hidden />}
          >
            Leave the message
          </Button>
        ) : null}
        {mayWait ? (
          <Button
            type={isClosed ? 'button' : 'submit'}
            variant={isClosed ? 'secondary' : 'primary'}
            size="l"
            busy={chat.status === 'starting'}
            icon={<MessagesSquare size={18} aria-hidden />}
            onClick={isClosed ? startChat : undefined}
          >
            {isClosed ? 'Start the chat and wait' : 'Start the chat'}
          </Button>
        ) : null}
        {isClosed && availability.expectedAnswerAt ? (
          <p className={styles.expected}>
            As a rule, a message that you leave now is answered by{' '}
            <Moment time={availability.expectedAnswerAt} zone={availability.timeZone} />.
          </p>
        ) : null}
      </div>
    </form>
  );
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
      void queries.invalidateQueries({ queryKey: keys.tickets });
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

/**
 * The draft, kept for this tab. What a start that failed has left unsent comes back into it, so
 * that it is neither lost nor sent twice.
 */
function useKeptDraft(chat: UseLiveChat): [ChatDraft, (draft: ChatDraft) => void] {
  const [draft, setDraft] = useState(readChatDraft);
  const { messages, status, discard } = chat;
  useEffect(() => keepChatDraft(draft), [draft]);
  useEffect(() => {
    if (status !== 'idle') return;
    for (const { state, content, clientId, files } of messages) {
      if (state !== 'failed' || !clientId || files.length > 0) continue;
      setDraft((before) => ({ ...before, message: withUnsent(before.message, content) }));
      discard(clientId);
    }
  }, [messages, status, discard]);
  return [draft, setDraft];
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
