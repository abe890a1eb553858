// Where a note is written on a ticket: colleagues see it, the customer never does.

import type { Ticket } from '@frontdesk/client';
import { useAgentDesk, useUploadList } from '@frontdesk/react';
import { Composer } from '../../ui';
import { useMentionSuggest } from '../conversation/use-mention-suggest';
import { useConsole } from '../shared/console-context';
import { useConversationDraft } from '../shared/use-conversation-draft';
import { WritingArea } from '../shared/writing-area';
import { useRespond } from './use-respond';

export function NoteComposer({ ticket, autoFocus }: { ticket: Ticket; autoFocus: boolean }) {
  const { desk } = useAgentDesk();
  const { config } = useConsole();
  const files = useUploadList(`ticket.${ticket.id}.note`);
  const [text, setText] = useConversationDraft(ticket.id, 'note');
  const mentions = useMentionSuggest(text);
  const respond = useRespond(ticket.id, 'note');
  return (
    <WritingArea sendWith="chord">
      <Composer
        {...mentions.field}
        label="Internal note, seen by staff alone"
        placeholder="A note for your colleagues; @ names one"
        tone="note"
        sendLabel="Add note"
        minRows={2}
        value={text}
        onChange={setText}
        onSend={(response, attachments) =>
          respond({ response, attachments: attachments.map(({ cid }) => cid), internal: true })
        }
        onTyping={(isTyping) => desk.look(ticket.id, isTyping)}
        uploads={files}
        accept={config.uploadTypes}
        maxChars={config.messageMaxChars}
        autoFocus={autoFocus}
      />
    </WritingArea>
  );
}
