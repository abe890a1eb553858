// Where a note is written beside a chat: colleagues see it, the customer never does.

import type { Attachment, ChatSession } from '@frontdesk/client';
import { useAgentDesk, useFrontdesk, useUploadList } from '@frontdesk/react';
import { Composer } from '../../ui';
import { useShowNote } from '../conversation/notes';
import { useMentionSuggest } from '../conversation/use-mention-suggest';
import { useConsole } from '../shared/console-context';
import { useAttempt } from '../shared/use-attempt';
import { useConversationDraft } from '../shared/use-conversation-draft';
import { WritingArea } from '../shared/writing-area';

export interface NoteComposerProps {
  session: ChatSession;
  autoFocus?: boolean;
  /** After a note was stored. */
  onDone?: () => void;
}

export function NoteComposer({ session, autoFocus, onDone }: NoteComposerProps) {
  const { api } = useFrontdesk();
  const { desk } = useAgentDesk();
  const { config } = useConsole();
  const files = useUploadList(`chat.${session.id}.note`);
  const [text, setText] = useConversationDraft(session.id, 'note');
  const mentions = useMentionSuggest(text);
  const attempt = useAttempt();
  const show = useShowNote();

  async function add(content: string, attachments: Attachment[]) {
    const note = { content, attachments: attachments.map(({ cid }) => cid) };
    const stored = await attempt(JSON.stringify(note), (clientId) =>
      api.conversations.addNote(session.id, { ...note, clientId }),
    );
    show(stored);
    onDone?.();
  }

  return (
    <WritingArea>
      <Composer
        {...mentions.field}
        tone="note"
        label="Internal note, only colleagues see it"
        placeholder="A note for your colleagues; @ names one"
        sendLabel="Add note"
        value={text}
        onChange={setText}
        onSend={add}
        onTyping={(isTyping) => desk.look(session.id, isTyping)}
        uploads={files}
        accept={config.uploadTypes}
        maxChars={config.messageMaxChars}
        autoFocus={autoFocus}
      />
    </WritingArea>
  );
}
