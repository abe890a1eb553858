// Where the customer of a ticket is answered. A slash at the start looks up macros.

import type { Attachment, Ticket } from '@frontdesk/client';
import { useAgentDesk, useUploadList } from '@frontdesk/react';
import { useState } from 'react';
import { Checkbox, Composer, errorMessage, useToast } from '../../ui';
import { MacroDialog } from '../conversation/macro-dialog';
import { ofTicket } from '../conversation/subject';
import { useMacroSuggest } from '../conversation/use-macro-suggest';
import { useConsole } from '../shared/console-context';
import { useConversationDraft } from '../shared/use-conversation-draft';
import { WritingArea } from '../shared/writing-area';
import { useChangeTicket } from './queries';
import { useRespond } from './use-respond';

export function ReplyComposer({ ticket }: { ticket: Ticket }) {
  const { desk } = useAgentDesk();
  const { config } = useConsole();
  const files = useUploadList(`ticket.${ticket.id}.reply`);
  const [text, setText] = useConversationDraft(ticket.id, 'reply');
  const [resolve, setResolve] = useState(false);
  const macros = useMacroSuggest({ conversationId: ticket.id, text, setText });
  const respond = useRespond(ticket.id);
  const finish = useFinish(ticket.id, () => setResolve(false));
  const canResolve = ticket.status === 'open' || ticket.status === 'in-progress';

  async function send(response: string, attachments: Attachment[]) {
    await respond({ response, attachments: attachments.map(({ cid }) => cid), internal: false });
    if (resolve && canResolve) finish();
  }

  return (
    <WritingArea sendWith="chord">
      <Composer
        label={`Reply to ${ticket.userName}`}
        placeholder="Write a reply, or / for a macro"
        minRows={2}
        value={text}
        onChange={setText}
        suggest={macros.suggest}
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
      <MacroDialog
        subject={ofTicket(ticket)}
        chosen={macros.chosen}
        onInsert={(content) => {
          setText(content);
          macros.dismiss();
        }}
        onClose={macros.dismiss}
      />
    </WritingArea>
  );
}

/** The reply is sent by now: a failure here must not look as if it were not. */
function useFinish(ticketId: string, onDone: () => void): () => void {
  const change = useChangeTicket(ticketId);
  const toast = useToast();
  return () =>
    change.mutate(
      { status: 'resolved' },
      {
        onSuccess: onDone,
        onError: (error) =>
          toast({
            title: 'The reply was sent, but the ticket was not resolved',
            text: errorMessage(error),
            tone: 'danger',
          }),
      },
    );
}
