// A customer's live chat as a member of a client.

import { LiveChat } from '../live-chat';
import { connectable, type MemberKind } from '../member';
import { attention } from './attention';
import { line } from './line';
import { outboxHomeOf, presentOutboxHome } from './outbox-home';

export {
  LiveChat,
  type LiveChatSnapshot,
  type LiveChatStatus,
  type StartOptions,
} from '../live-chat';

export const liveChat: MemberKind<LiveChat> = (parts) => {
  const chat = new LiveChat(parts.member(line).channel('/chat/user'), {
    storage: parts.storage,
    api: parts.api,
    outboxHome: presentOutboxHome(parts, 'user'),
    attention: parts.member(attention),
  });
  return {
    ...connectable(chat),
    settle: (scope) => chat.settle(outboxHomeOf(parts, scope, 'user')),
  };
};
