/** In the queue: the place and the wait, as far as they are known, and a way out when it gets long. */

import type { MessageLeft } from '@frontdesk/client';
import { type UseLiveChat, useFrontdesk } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Clock } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button, ConfirmDialog, errorMessage, Notice, useToast, waitTime } from '../ui';
import { whyClosed } from './chat-availability';
import { useAvailability } from './chat-queries';
import { keys } from './queries';
import { t as talk } from './talk/locales';

/** From here on a way out is offered. */
const LONG_WAITED_MS = 60_000;
const LONG_WAIT_SECONDS = 5 * 60;

export function QueueNotice({ chat, sessionId }: { chat: UseLiveChat; sessionId: string }) {
  const { waitingPosition: position, estimatedWaitSeconds: seconds } = chat;
  const availability = useAvailability().data;
  const hasWaited = useHasWaited(chat.messages[0]?.timestamp);
  const isAlone = availability?.open === false;
  const isLong = isAlone || hasWaited || (seconds ?? 0) >= LONG_WAIT_SECONDS;
  return (
    <Notice
      live
      icon={<Clock size={16} aria-hidden />}
      action={
        isLong ? <LeaveInstead sessionId={sessionId} hasMessages={saysSomething(chat)} /> : null
      }
    >
      {placeInWords(position)} {isAlone ? `${whyClosed(availability)} ` : null}
      {seconds === null || isAlone ? null : `${talk.itTakes(waitTime(seconds))} `}
      {talk.youCanWrite}
    </Notice>
  );
}

function placeInWords(position: number | null): string {
  if (position === null) return talk.waitingForNext;
  return position === 1 ? talk.youAreNext : talk.placeInQueue(position);
}

/** A ticket needs words. */
const saysSomething = ({ messages }: UseLiveChat): boolean =>
  messages.some(({ seq, sender }) => seq !== null && sender === 'user');

function LeaveInstead({ sessionId, hasMessages }: { sessionId: string; hasMessages: boolean }) {
  const [asking, setAsking] = useState(false);
  const leave = useLeaveChat(sessionId);
  return (
    <>
      <Button
        size="s"
        busy={leave.isPending}
        disabled={!hasMessages}
        title={hasMessages ? undefined : talk.writeFirst}
        onClick={() => setAsking(true)}
      >
        {talk.leaveInstead}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={talk.leaveAsMessage}
        description={talk.leaveAsMessageWhat}
        action={talk.leaveTheMessage}
        variant="primary"
        onConfirm={() => leave.mutate()}
      />
    </>
  );
}

/** The waiting chat becomes a ticket; the chat ends with it, for every tab. */
function useLeaveChat(sessionId: string) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const toast = useToast();
  const idempotencyKey = useRef(crypto.randomUUID());
  return useMutation({
    mutationFn: () =>
      api.availability.leaveChat(sessionId, {}, { idempotencyKey: idempotencyKey.current }),
    onSuccess: (left: MessageLeft) => {
      queries.setQueryData(leftKey(sessionId), left);
      void queries.invalidateQueries({ queryKey: keys.sessions });
      void queries.invalidateQueries({ queryKey: keys.conversations });
    },
    onError: (error) => {
      toast({ tone: 'danger', title: talk.messageNotLeft, text: errorMessage(error) });
    },
  });
}

/** Where this tab remembers what became of a chat that was left as a message. */
export const leftKey = (sessionId: string) => ['chat-left', sessionId] as const;

/** True from a while after the chat was begun. */
function useHasWaited(since: string | undefined): boolean {
  const begun = since === undefined ? null : Date.parse(since);
  const [waited, setWaited] = useState(false);
  useEffect(() => {
    if (begun === null) return;
    const rest = begun + LONG_WAITED_MS - Date.now();
    const timer = setTimeout(() => setWaited(true), Math.max(0, rest));
    return () => clearTimeout(timer);
  }, [begun]);
  return waited;
}
