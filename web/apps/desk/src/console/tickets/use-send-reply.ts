// Sends the reply to a ticket: at once, or after a rest in which it can be taken back. Resolving
// comes with it, and so does going on to the next.

import type { Attachment, Ticket } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from 'react-router';
import { errorMessage, useToast } from '../../ui';
import { useGoOn } from '../inbox/go-on';
import { type HeldSend, heldSends } from '../shared/held-sends';
import { keys } from '../shared/queries';
import { restTime } from '../shared/rest-time';
import { useRespond } from './use-respond';

type SendReply = (
  text: string,
  attachments: readonly Attachment[],
  andThen: HeldSend['andThen'],
) => Promise<false>;

/** `onSent` empties the field; `false` of the answer: not yet, the text stays where it is. */
export function useSendReply(ticket: Ticket, onSent: (pageEnds: boolean) => void): SendReply {
  const respond = useRespond(ticket.id, 'reply');
  const finish = useFinish(ticket.id);
  const goOn = useGoOn();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const toast = useToast();

  return async (text, attachments, andThen) => {
    const response = {
      response: text,
      attachments: attachments.map(({ cid }) => cid),
      internal: false,
    };
    const goBack = () => {
      if (location.pathname !== pathname) void navigate(pathname + search);
    };
    const leave = () => {
      if (andThen === 'resolve') goOn(ticket.id);
    };

    async function send(pageEnds: boolean) {
      const replied = respond(response, { keepalive: pageEnds });
      // With the page, whatever waits for an answer would be lost.
      if (!pageEnds) await replied;
      if (andThen === 'resolve') void finish(pageEnds);
      if (pageEnds) onSent(pageEnds);
      await replied;
      if (!pageEnds) onSent(pageEnds);
    }

    const restMs = restTime.getSnapshot().seconds * 1000;
    if (restMs === 0) {
      await send(false);
      leave();
      return false;
    }
    heldSends.hold(
      { id: ticket.id, to: ticket.userName, andThen, restMs },
      {
        send,
        onUndo: goBack,
        onFailure: (error) =>
          toast({
            title: `The reply to ${ticket.userName} was not sent`,
            text: errorMessage(error),
            tone: 'danger',
            action: { label: 'Show it', onClick: goBack },
          }),
      },
    );
    leave();
    return false;
  };
}

/** The reply is sent by now: a failure here must not look as if it were not. */
function useFinish(ticketId: string): (pageEnds: boolean) => Promise<void> {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const toast = useToast();
  return async (keepalive) => {
    try {
      await api.tickets.update(ticketId, { status: 'resolved' }, { keepalive });
    } catch (error) {
      toast({
        title: 'The reply was sent, but the ticket was not resolved',
        text: errorMessage(error),
        tone: 'danger',
      });
    }
    for (const queryKey of [keys.ticket(ticketId), keys.inbox]) {
      void queries.invalidateQueries({ queryKey });
    }
  };
}
