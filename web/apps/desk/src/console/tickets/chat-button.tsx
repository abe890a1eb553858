// From a ticket to the chat of the same conversation: opens one, or leads to the one there is.

import type { Ticket } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { MessagesSquare } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { ButtonLink, ConfirmDialog, errorMessage, IconButton, useToast } from '../../ui';
import { paths } from '../shared/paths';
import { useCustomerPresence } from '../shared/presence';
import { keys } from '../shared/queries';
import styles from './ticket-pane.module.css';

export function ChatButton({ ticket }: { ticket: Ticket }) {
  const [asking, setAsking] = useState(false);
  const presence = useCustomerPresence(ticket.userId);
  const open = useOpenAsChat(ticket);
  if (ticket.mergedInto) return null;
  if (ticket.chatStatus && ticket.chatStatus !== 'closed') {
    return (
      <ButtonLink
        size="s"
        className={styles.chat}
        to={paths.chat(ticket.id)}
        icon={<MessagesSquare size={15} aria-hidden />}
        aria-label="Open the chat"
        title="Open the chat"
      >
        <span>Open the chat</span>
      </ButtonLink>
    );
  }
  const isOnline = presence?.online ?? false;
  return (
    <>
      <IconButton
        label="Open as chat"
        icon={<MessagesSquare size={18} aria-hidden />}
        aria-busy={open.isPending || undefined}
        onClick={() => setAsking(true)}
      />
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Go on as a chat?"
        description={
          isOnline
            ? `${ticket.userName} is online: the chat opens for them at once, and you hold it.`
            : `${ticket.userName} is not online. They are notified, and find the chat when they come back. You hold it until then.`
        }
        action="Open as chat"
        variant="primary"
        onConfirm={() => open.mutate()}
      />
    </>
  );
}

function useOpenAsChat(ticket: Ticket) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  return useMutation({
    mutationFn: () => api.conversations.toChat(ticket.id),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: keys.ticket(ticket.id) });
      navigate(paths.chat(ticket.id));
    },
    onError: (error) =>
      toast({ title: 'The chat was not opened', text: errorMessage(error), tone: 'danger' }),
  });
}
