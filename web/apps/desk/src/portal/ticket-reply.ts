/**
 * Replies on their way to a ticket: shown at once, marked when they fail, sent again on request
 * under the same idempotency key, so that none is ever stored twice.
 */

import type { Attachment, TicketResponse } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { errorMessage, keepTextDraft, useToast } from '../ui';
import { keys } from './queries';
import { t as talk } from './talk/locales';

export interface PendingReply {
  key: string;
  text: string;
  files: Attachment[];
  time: string;
  state: 'sending' | 'failed';
  failure: string | null;
}

/** Where the reply that is being written is kept. */
export const replyDraftKey = (ticketId: string): string => `ticket.${ticketId}`;

export function useTicketReply(ticketId: string) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const toast = useToast();
  const [pending, setPending] = useState<PendingReply[]>([]);
  const shown = useRef(true);

  useEffect(() => {
    shown.current = true;
    return () => {
      shown.current = false;
    };
  }, []);

  const deliver = useCallback(
    async (reply: PendingReply) => {
      try {
        const stored = await api.responses.create(
          ticketId,
          { response: reply.text, attachments: reply.files.map((file) => file.cid) },
          { idempotencyKey: reply.key },
        );
        queries.setQueryData<TicketResponse[]>(keys.responses(ticketId), (list) =>
          withResponse(list ?? [], stored),
        );
        setPending((list) => list.filter((each) => each.key !== reply.key));
        // A reply may have opened the ticket again.
        void queries.invalidateQueries({ queryKey: keys.ticket(ticketId) });
        void queries.invalidateQueries({ queryKey: keys.conversations });
      } catch (error) {
        if (!shown.current) {
          // Its page is gone: the words go back to where they were written.
          keepTextDraft(replyDraftKey(ticketId), reply.text);
          toast({ tone: 'danger', title: talk.replyNotSent, text: errorMessage(error) });
          return;
        }
        setPending((list) =>
          list.map((each) =>
            each.key === reply.key
              ? { ...each, state: 'failed', failure: errorMessage(error) }
              : each,
          ),
        );
      }
    },
    [api, queries, ticketId, toast],
  );

  const send = useCallback(
    (text: string, files: Attachment[]) => {
      const reply: PendingReply = {
        key: crypto.randomUUID(),
        text,
        files,
        time: new Date().toISOString(),
        state: 'sending',
        failure: null,
      };
      setPending((list) => [...list, reply]);
      void deliver(reply);
    },
    [deliver],
  );

  const retry = useCallback(
    (reply: PendingReply) => {
      setPending((list) =>
        list.map((each) => (each.key === reply.key ? { ...each, state: 'sending' } : each)),
      );
      void deliver(reply);
    },
    [deliver],
  );

  const discard = useCallback((reply: PendingReply) => {
    setPending((list) => list.filter((each) => each.key !== reply.key));
  }, []);

  return { pending, send, retry, discard };
}

/** The list with one more, unless it is there already (a live update may have been quicker). */
export function withResponse(list: TicketResponse[], stored: TicketResponse): TicketResponse[] {
  return list.some((each) => each.id === stored.id) ? list : [...list, stored];
}
