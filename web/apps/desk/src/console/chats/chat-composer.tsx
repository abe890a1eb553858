// Where an agent writes to a customer.

import type { ChatSession } from '@frontdesk/client';
import { useAgentDesk, useFrontdesk } from '@frontdesk/react';
import { Composer, useUploadList } from '../../ui';
import { useConsole } from '../shared/console-context';
import { useDraft } from '../shared/drafts';
import { WritingArea } from '../shared/writing-area';

export function ChatComposer({ session }: { session: ChatSession }) {
  const { desk } = useAgentDesk();
  const { uploads } = useFrontdesk();
  const { config } = useConsole();
  const files = useUploadList(uploads);
  const [text, setText] = useDraft(`chat.${session.id}`);
  return (
    <WritingArea>
      <Composer
        label={`Message to ${session.userName}`}
        placeholder="Write a message"
        value={text}
        onChange={setText}
        onSend={(content, attachments) => {
          desk.send(session.id, content, attachments);
        }}
        onTyping={(isTyping) => {
          desk.typing(session.id, isTyping);
          desk.look(session.id, isTyping);
        }}
        uploads={files}
        accept={config.uploadTypes}
        maxChars={config.messageMaxChars}
      />
    </WritingArea>
  );
}
