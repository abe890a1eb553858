// Where a ticket is answered: a reply that the customer gets, or a note for staff alone. Each has
// a draft of its own, so that what was written as a note cannot be sent to the customer by a slip.

import type { Attachment, ConversationViewer, Ticket, TicketResponse } from '@frontdesk/client';
import { useAgentDesk, useFrontdesk } from '@frontdesk/react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Checkbox, Composer, errorMessage, useToast, useUploadList } from '../../ui';
import { useConsole } from '../shared/console-context';
import { useDraft } from '../shared/drafts';
import { keys } from '../shared/queries';
import { useAttempt } from '../shared/use-attempt';
import { WritingWarning } from '../shared/viewers-bar';
import { type WriteMode, WriteModes } from '../shared/write-modes';
import { WritingArea } from '../shared/writing-area';
import { useChangeTicket } from './queries';
import styles from './reply-box.module.css';

export interface ReplyBoxProps {
  ticket: Ticket;
  /** Who else looks at the ticket. */
  viewers: readonly ConversationViewer[];
}

export function ReplyBox({ ticket, viewers }: ReplyBoxProps) {
  const [mode, setMode] = useState<WriteMode>('reply');
  return (
    <footer className={styles.box} data-mode={mode}>
      <WriteModes mode={mode} onChange={setMode} replyReader={`${ticket.userName} gets this`} />
      <WritingWarning viewers={viewers} />
      <Writing key={mode} ticket={ticket} mode={mode} />
    </footer>
  );
}

function Writing({ ticket, mode }: { ticket: Ticket; mode: WriteMode }) {
  const { api, uploads } = useFrontdesk();
  const { desk } = useAgentDesk();
  const { config } = useConsole();
  const queries = useQueryClient();
  const toast = useToast();
  const change = useChangeTicket(ticket.id);
  const files = useUploadList(uploads);
  const [text, setText] = useDraft(`ticket.${ticket.id}.${mode}`);
  const [resolve, setResolve] = useState(false);
  const attempt = useAttempt();
  const isNote = mode === 'note';
  const canResolve = !isNote && (ticket.status === 'open' || ticket.status === 'in-progress');

  async function send(response: string, attachments: Attachment[]) {
    const body = { response, attachments: attachments.map(({ cid }) => cid), internal: isNote };
    const stored = await api.responses.create(ticket.id, body, {
      idempotencyKey: attempt(JSON.stringify(body)),
    });
    queries.setQueryData<TicketResponse[]>(keys.responses(ticket.id), (list) =>
      list && !list.some(({ id }) => id === stored.id) ? [...list, stored] : list,
    );
    void queries.invalidateQueries({ queryKey: keys.responses(ticket.id) });
    void queries.invalidateQueries({ queryKey: keys.ticket(ticket.id) });
    if (resolve && canResolve) finish();
  }

  /** The reply is sent by now: a failure here must not look as if it were not. */
  function finish() {
    change.mutate(
      { status: 'resolved' },
      {
        onSuccess: () => setResolve(false),
        onError: (error) =>
          toast({
            title: 'The reply was sent, but the ticket was not resolved',
            text: errorMessage(error),
            tone: 'danger',
          }),
      },
    );
  }

  return (
    <WritingArea sendWith="chord">
      <Composer
        label={isNote ? 'Internal note, seen by staff alone' : `Reply to ${ticket.userName}`}
        placeholder={isNote ? 'A note for your colleagues' : 'Write a reply'}
        tone={isNote ? 'note' : 'normal'}
        sendLabel={isNote ? 'Add note' : 'Send'}
        minRows={2}
        value={text}
        onChange={setText}
        onSend={send}
        onTyping={(isTyping) => desk.look(ticket.id, isTyping)}
        uploads={files}
        accept={config.uploadTypes}
        maxChars={config.messageMaxChars}
        extra={
          canResolve ? (
            <Checkbox label="and resolve" checked={resolve} onChange={setResolve} />
          ) : undefined
        }
      />
    </WritingArea>
  );
}
