// What the server tells a customer of how their chat stands, as changes of what is shown.

import type { ChatUserChannel, LiveChatSnapshot } from './live-chat-state';
import type { ChatSession, Sender } from './types';

/** Events that say how the session stands. */
const STANDING = [
  'agent-joined',
  'agent-left',
  'waiting-for-agent',
  'session-updated',
  'session-closed',
] as const;

export interface StandingHandlers {
  /** Whether an event is about the chat shown here. */
  concerns(sessionId: string | undefined): boolean;
  update(change: Partial<LiveChatSnapshot>): void;
  /** The server has told of its own accord how a session stands; before anything comes of it. */
  onTold(): void;
  onTyping(isTyping: boolean): void;
  onSession(session: ChatSession): void;
  onClosed(sessionId: string): void;
  onReceipt(by: Sender, receipt: { delivered?: number; read?: number }): void;
}

export function followStanding(channel: ChatUserChannel, handlers: StandingHandlers): void {
  const { concerns, update, onTold, onTyping, onSession, onClosed, onReceipt } = handlers;
  for (const name of STANDING) channel.on(name, onTold);
  channel.on('agent-joined', (agentName, details) => {
    if (!concerns(details?.sessionId)) return;
    const queued = { position: null, estimatedWaitSeconds: null };
    update({ status: 'active', agentName, agentOnline: true, ...queued });
  });
  channel.on('agent-left', ({ sessionId }) => {
    if (!concerns(sessionId)) return;
    onTyping(false);
    update({ status: 'waiting', agentName: null, agentOnline: null });
  });
  channel.on('agent-typing', (isTyping, details) => {
    if (concerns(details?.sessionId)) onTyping(isTyping);
  });
  channel.on('waiting-for-agent', ({ sessionId, position, estimatedWaitSeconds }) => {
    if (!concerns(sessionId)) return;
    const wait = estimatedWaitSeconds ?? null;
    update({ status: 'waiting', agentName: null, position, estimatedWaitSeconds: wait });
  });
  channel.on('session-updated', (session) => {
    if (concerns(session.id)) onSession(session);
  });
  channel.on('session-closed', ({ sessionId }) => onClosed(sessionId));
  channel.on('read', ({ sessionId, seq, by }) => {
    if (concerns(sessionId)) onReceipt(by, { read: seq });
  });
  channel.on('delivered', ({ sessionId, seq, by }) => {
    if (concerns(sessionId)) onReceipt(by, { delivered: seq });
  });
  channel.on('agent-presence', ({ sessionId, online }) => {
    if (concerns(sessionId)) update({ agentOnline: online });
  });
}
