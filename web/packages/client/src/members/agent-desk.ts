// The agents' side of live chat as a member of a client.

import { AgentDesk } from '../agent-desk';
import { connectable, type MemberKind } from '../member';
import { attention } from './attention';
import { line } from './line';
import { outboxHomeOf, presentOutboxHome } from './outbox-home';

export { AgentDesk, type AgentDeskSnapshot, type AgentThread } from '../agent-desk';

export const agentDesk: MemberKind<AgentDesk> = (parts) => {
  const desk = new AgentDesk(parts.member(line).channel('/chat/agent'), {
    outboxHome: presentOutboxHome(parts, 'agent'),
    attention: parts.member(attention),
    me: parts.person,
  });
  return {
    ...connectable(desk),
    settle: (scope) => desk.settle(outboxHomeOf(parts, scope, 'agent')),
  };
};
