// Where the customer of a ticket is answered. A slash at the start looks up macros. While a reply
// rests before it leaves, there is no second one.

import type { Ticket } from '@frontdesk/client';
import { useAgentDesk, useSnapshot, useUploadList } from '@frontdesk/react';
import { useEffect, useRef } from 'react';
import { Composer, type ComposerHandle } from '../../ui';
import { InsertArticle } from '../conversation/insert-article';
import { MacroDialog } from '../conversation/macro-dialog';
import { ofTicket } from '../conversation/subject';
import { useMacroSuggest } from '../conversation/use-macro-suggest';
import { useConsole } from '../shared/console-context';
import { heldSends } from '../shared/held-sends';
import { useConversationDraft } from '../shared/use-conversation-draft';
import { WritingArea } from '../shared/writing-area';
import styles from './reply-box.module.css';
import { useSendReply } from './use-send-reply';

export function ReplyComposer({ ticket }: { ticket: Ticket }) {
  const isHeld = useSnapshot(heldSends).some(({ id }) => id === ticket.id);
  const wasHeld = useRef(false);
  useEffect(() => {
    wasHeld.current = isHeld;
  }, [isHeld]);
  return isHeld ? <Resting /> : <Writing ticket={ticket} takesFocus={wasHeld.current} />;
}

/** In the place of the field; it keeps the focus where the field had it. */
function Resting() {
  const words = useRef<HTMLParagraphElement>(null);
  useEffect(() => takeLostFocus(words.current), []);
  return (
    <p ref={words} tabIndex={-1} className={styles.resting}>
      The reply is about to be sent. Undo brings it back here.
    </p>
  );
}

function Writing({ ticket, takesFocus }: { ticket: Ticket; takesFocus: boolean }) {
  const { desk } = useAgentDesk();
  const { config } = useConsole();
  const files = useUploadList(`ticket.${ticket.id}.reply`);
  const [text, setText, clear] = useConversationDraft(ticket.id, 'reply');
  const macros = useMacroSuggest({ conversationId: ticket.id, text, setText });
  const field = useRef<ComposerHandle>(null);
  const canResolve = ticket.status === 'open' || ticket.status === 'in-progress';
  const send = useSendReply(ticket, (pageEnds) => {
    clear(pageEnds);
    files.clear();
  });
  useEffect(() => {
    if (takesFocus) takeLostFocus(field.current);
  }, [takesFocus]);

  return (
    <WritingArea sendWith="chord">
      <Composer
        ref={field}
        label={`Reply to ${ticket.userName}`}
        placeholder="Write a reply, or / for a macro"
        minRows={2}
        value={text}
        onChange={setText}
        suggest={macros.suggest}
        onSend={(words, attachments) => send(words, attachments, null)}
        second={
          canResolve
            ? {
                label: 'Send and resolve',
                onSend: (words, attachments) => send(words, attachments, 'resolve'),
              }
            : undefined
        }
        onTyping={(isTyping) => desk.look(ticket.id, isTyping)}
        uploads={files}
        accept={config.uploadTypes}
        maxChars={config.messageMaxChars}
        extra={<InsertArticle field={field} />}
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

/** Only what nothing else has by now. */
function takeLostFocus(place: { focus(): void } | null): void {
  const { activeElement } = document;
  if (!activeElement || activeElement === document.body) place?.focus();
}
