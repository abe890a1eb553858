// Chats: who waits, one's own conversations, and the one that is open.

import { useAgentDesk } from '@frontdesk/react';
import { MessagesSquare } from 'lucide-react';
import { useParams, useSearchParams } from 'react-router';
import { EmptyState } from '../../ui';
import { Panes } from '../shared/panes';
import { paths } from '../shared/paths';
import { ChatList } from './chat-list';
import { Conversation } from './conversation';

export function ChatsPage() {
  const { id } = useParams();
  const [search] = useSearchParams();
  const history = search.get('show') === 'history';
  const { waiting, sessions } = useAgentDesk();
  const idle = waiting.length === 0 && sessions.length === 0;
  return (
    <Panes
      listLabel="Chats"
      detailLabel="Conversation"
      list={<ChatList selected={id} history={history} />}
      detail={
        id ? (
          <Conversation key={id} id={id} back={history ? paths.chatHistory : paths.chats} />
        ) : null
      }
      empty={
        <EmptyState
          icon={<MessagesSquare size={26} aria-hidden />}
          title={idle ? 'All quiet' : 'No chat is open'}
        >
          {idle ? (
            'When a customer asks for a chat, they show up at the left and in the title of this tab.'
          ) : waiting.length === 0 ? (
            'Choose one at the left. Nobody is waiting.'
          ) : (
            <>
              Choose one at the left, or press <kbd>a</kbd> to accept the first who waits.
            </>
          )}
        </EmptyState>
      }
    />
  );
}
