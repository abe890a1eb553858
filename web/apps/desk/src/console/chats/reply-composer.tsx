// Where an agent writes to the customer of a chat. A slash at the start looks up macros.

import type { ChatSession } from '@frontdesk/client';
import { useAgentDesk, useUploadList } from '@frontdesk/react';
import { useRef } from 'react';
import { Composer, type ComposerHandle } from '../../ui';
import { InsertArticle } from '../conversation/insert-article';
import { MacroDialog } from '../conversation/macro-dialog';
import { ofChat } from '../conversation/subject';
import { useMacroSuggest } from '../conversation/use-macro-suggest';
import { useConsole } from '../shared/console-context';
import { useConversationDraft } from '../shared/use-conversation-draft';
import { WritingArea } from '../shared/writing-area';

export function ReplyComposer({ session }: { session: ChatSession }) {
  const { desk } = useAgentDesk();
  const { config } = useConsole();
  const files = useUploadList(`chat.${session.id}`);
  const [text, setText] = useConversationDraft(session.id, 'reply');
  const field = useRef<ComposerHandle>(null);
  const macros = useMacroSuggest({ conversationId: session.id, text, setText });
  return (
    <WritingArea>
      <Composer
        ref={field}
        label={`Message to ${session.userName}`}
        placeholder="Write a message, or / for a macro"
        value={text}
        onChange={setText}
        suggest={macros.suggest}
        onSend={(content, attachments) => {
          desk.send(session.id, content, attachments);
        }}
        onTyping={(isTyping) => {
          // A word that looks up a macro is none to the customer.
          desk.typing(session.id, isTyping && !macros.suggest);
          desk.look(session.id, isTyping);
        }}
        uploads={files}
        accept={config.uploadTypes}
        maxChars={config.messageMaxChars}
        extra={<InsertArticle field={field} />}
      />
      <MacroDialog
        subject={ofChat(session)}
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
