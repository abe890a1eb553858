// Making a ticket of a chat: the same conversation, with what a ticket is filed under.

import type { ChatSession, Priority } from '@frontdesk/client';
import { useAgentDesk, useFrontdesk } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import {
  Button,
  Checkbox,
  Dialog,
  errorMessage,
  Notice,
  priorityLabel,
  Select,
  TextField,
  useToast,
} from '../../ui';
import { paths } from '../shared/paths';
import { keys, useCategories } from '../shared/queries';
import { PRIORITIES } from '../tickets/choices';

export interface TicketDialogProps {
  session: ChatSession;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const SUBJECT_MAX_CHARS = 200;

export function TicketDialog({ session, open, onOpenChange }: TicketDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Make this chat a ticket"
      description="It stays the same conversation: the messages of the chat are the ticket’s, too."
    >
      {open ? <TicketForm session={session} onDone={() => onOpenChange(false)} /> : null}
    </Dialog>
  );
}

function TicketForm({ session, onDone }: { session: ChatSession; onDone: () => void }) {
  const categories = useCategories();
  const [subject, setSubject] = useState(session.topic ?? '');
  const [category, setCategory] = useState<string | undefined>();
  const [priority, setPriority] = useState<Priority>('medium');
  const [closeChat, setCloseChat] = useState(false);
  const make = useMakeTicket(session, onDone);
  const isOpen = session.status !== 'closed';
  return (
    <form
      noValidate
      style={{ display: 'contents' }}
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate({ subject: subject.trim() || undefined, category, priority, closeChat });
      }}
    >
      <TextField
        label="Subject"
        hint="Without one it is taken from the first message."
        maxLength={SUBJECT_MAX_CHARS}
        value={subject}
        onChange={(event) => setSubject(event.target.value)}
      />
      <Select
        label="Category"
        placeholder="The desk’s default"
        value={category}
        onChange={setCategory}
        options={(categories.data ?? []).map(({ slug, name }) => ({ value: slug, label: name }))}
      />
      <Select
        label="Priority"
        value={priority}
        onChange={setPriority}
        options={PRIORITIES.map((value) => ({ value, label: priorityLabel(value) }))}
      />
      {isOpen ? (
        <Checkbox label="and close the chat" checked={closeChat} onChange={setCloseChat} />
      ) : null}
      {make.isError ? (
        <Notice tone="danger" live>
          {errorMessage(make.error)}
        </Notice>
      ) : null}
      <Button type="submit" variant="primary" busy={make.isPending}>
        Make a ticket
      </Button>
    </form>
  );
}

interface Filing {
  subject?: string;
  category?: string;
  priority: Priority;
  closeChat: boolean;
}

function useMakeTicket(session: ChatSession, onDone: () => void) {
  const { api } = useFrontdesk();
  const { desk } = useAgentDesk();
  const queries = useQueryClient();
  const toast = useToast();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (filing: Filing) => api.conversations.toTicket(session.id, filing),
    onSuccess: (ticket) => {
      queries.setQueryData(keys.ticket(ticket.id), ticket);
      void queries.invalidateQueries({ queryKey: keys.inbox });
      void desk.open(session.id).catch(() => {});
      toast({
        title: `Ticket #${ticket.number} was made`,
        tone: 'success',
        action: { label: 'Open it', onClick: () => navigate(paths.ticket(ticket.id)) },
      });
      onDone();
    },
  });
}
