// A customer's chat without a look: what stands in it, the field that one writes in, and what sending
// means at the moment (begin a chat, go on with one, or leave a message while nobody is there).

import { type Availability, type MessageLeft, sentence, toFrontdeskError } from '@frontdesk/client';
import {
  type ChangeEvent,
  type FormEvent,
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react';
import { useChatAvailability } from './use-chat-availability';
import { type UseLiveChat, useLiveChat } from './use-live-chat';
import { type UseUploadList, useUploadList } from './use-upload-list';

/**
 * - `away`: nobody is there, what is written is left as a message; `left`: it was.
 * - `new`: the first message begins a chat; `waiting` for an agent; `active`; `ended`.
 */
export type ChatPhase = 'new' | 'away' | 'left' | 'waiting' | 'active' | 'ended';

export interface UseLiveChatPanel {
  phase: ChatPhase;
  chat: UseLiveChat;
  availability: Availability | null;
  /** What became of the message that was left. */
  left: MessageLeft | null;
  files: UseUploadList;
  draft: string;
  setDraft(text: string): void;
  /** There is something to be sent, and nothing that it has to wait for. */
  canSend: boolean;
  send(): void;
  /** Why a message could not be left. */
  error: string | null;
  /** Forgets a chat that has ended, or a message that was left. */
  startAgain(): void;
  formProps: { onSubmit(event: FormEvent): void };
  fieldProps: {
    value: string;
    onChange(event: ChangeEvent<HTMLTextAreaElement>): void;
    /** Enter sends; with Shift it makes a new line. */
    onKeyDown(event: KeyboardEvent): void;
  };
  /** For the element that scrolls: it follows what comes while one is at its end. */
  logProps: { ref: RefObject<HTMLDivElement | null>; onScroll(): void };
}

/** So far from its end, one still reads at the end of the log (CSS pixels). */
const NEAR_END = 48;

/** @param place what the draft's files are kept under. */
export function useLiveChatPanel(place = 'chat'): UseLiveChatPanel {
  const chat = useLiveChat();
  const { availability } = useChatAvailability();
  const files = useUploadList(place);
  const [draft, setDraft] = useState('');
  const [left, setLeft] = useState<MessageLeft | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  const { resume, markRead, look, status, messages } = chat;
  useEffect(() => resume(), [resume]);
  useEffect(() => {
    look(true);
    return () => look(false);
  }, [look]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read whatever is shown
  useEffect(() => markRead(), [markRead, messages]);

  const phase = phaseOf(status, availability, left);
  const canSend =
    !isLeaving && !files.busy && (draft.trim() !== '' || files.attachments.length > 0);

  const leave = async (message: string) => {
    setLeaving(true);
    setError(null);
    try {
      const attachments = files.attachments.map(({ cid }) => cid);
      setLeft(await chat.leaveMessage({ message, attachments }));
      setDraft('');
      files.clear();
    } catch (thrown) {
      setError(sentence(toFrontdeskError(thrown).message));
    } finally {
      setLeaving(false);
    }
  };

  const send = () => {
    if (!canSend) return;
    if (phase === 'away') {
      void leave(draft.trim());
      return;
    }
    try {
      chat.sendMessage(draft.trim(), [...files.attachments]);
    } catch {
      // Too much is unsent: `chat.error` says so, and the words stay.
      return;
    }
    chat.sendTyping(false);
    setDraft('');
    files.clear();
  };

  return {
    phase,
    chat,
    availability,
    left,
    files,
    draft,
    setDraft,
    canSend,
    send,
    error,
    startAgain: () => {
      setLeft(null);
      if (status === 'closed') chat.reset();
    },
    formProps: {
      onSubmit: (event) => {
        event.preventDefault();
        send();
      },
    },
    fieldProps: {
      value: draft,
      onChange: ({ target }) => {
        setDraft(target.value);
        chat.sendTyping(target.value !== '');
      },
      onKeyDown: (event) => {
        // Enter that ends a composed character belongs to the input method.
        if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
        event.preventDefault();
        send();
      },
    },
    logProps: useFollowedLog(messages.length, chat.isTyping),
  };
}

function phaseOf(
  status: UseLiveChat['status'],
  availability: Availability | null,
  left: MessageLeft | null,
): ChatPhase {
  if (left) return 'left';
  if (status === 'closed') return 'ended';
  if (status === 'active') return 'active';
  if (status === 'waiting' || status === 'starting') return 'waiting';
  return availability && !availability.open ? 'away' : 'new';
}

/** Keeps the end of a log in sight, unless one has gone back to read. */
function useFollowedLog(count: number, isTyping: boolean): UseLiveChatPanel['logProps'] {
  const ref = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is in it has changed
  useEffect(() => {
    const log = ref.current;
    if (log && isAtEnd.current) log.scrollTop = log.scrollHeight;
  }, [count, isTyping]);
  return {
    ref,
    onScroll: () => {
      const log = ref.current;
      if (log) isAtEnd.current = log.scrollHeight - log.scrollTop - log.clientHeight < NEAR_END;
    },
  };
}
