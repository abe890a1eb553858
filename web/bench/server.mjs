// A Node Socket.IO server with the chat's namespaces, events and
// acknowledgements, for measuring: `frontdesk bench chat --url` drives it with
// the same load as a desk. It has no REST, no offers and no notifications, so
// it does less for a message than a desk does.
//
//   JWT_SECRET=… node server.mjs --port 3101                      messages in memory
//   JWT_SECRET=… node server.mjs --port 3101 --postgres <url>     stored before the ack

import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import jwt from 'jsonwebtoken';
import { Server } from 'socket.io';
import { memoryStore } from './memory-store.mjs';
import { postgresStore } from './postgres-store.mjs';

/** Characters of a message, as the desk's default. */
const MESSAGE_MAX_CHARS = 10_000;
/** Messages of one `sync` answer, as the desk's. */
const SYNC_MAX_MESSAGES = 200;

const { values: flags } = parseArgs({
  options: { port: { type: 'string', default: '3101' }, postgres: { type: 'string' } },
});
const secret = process.env.JWT_SECRET;
if (!secret) {
  console.error('JWT_SECRET is missing: give the same one to frontdesk bench');
  process.exit(1);
}
const store = flags.postgres ? await postgresStore(flags.postgres) : memoryStore();

const http = createServer();
const io = new Server(http, { perMessageDeflate: false, serveClient: false });
const customers = io.of('/chat/user');
const agents = io.of('/chat/agent');
for (const namespace of [io.of('/'), customers, agents]) {
  namespace.use(signedIn);
}
agents.use((socket, next) => {
  const isStaff = ['agent', 'admin'].includes(socket.data.role);
  next(isStaff ? undefined : new Error('wrong role'));
});

/** Lets in who has a valid token; the identity is the token's. */
function signedIn(socket, next) {
  try {
    const claims = jwt.verify(socket.handshake.auth.token, secret, { algorithms: ['HS256'] });
    socket.data = { id: claims.sub, name: claims.name ?? claims.sub, role: claims.role ?? 'user' };
    next();
  } catch (error) {
    next(error);
  }
}

/** Runs a handler and answers with what it gives, or with its failure. */
function answered(handler) {
  return async (payload, ack) => {
    let answer;
    try {
      answer = { success: true, ...(await handler(payload)) };
    } catch (error) {
      answer = { success: false, error: error.message };
    }
    ack?.(answer);
  };
}

/** The session of an event, when the caller takes part in it. */
function sessionOf(sessionId, socket, side) {
  const session = store.session(sessionId);
  if (!session) throw new Error('this chat does not exist');
  if (session[side] !== socket.data.id) throw new Error('this chat is not yours');
  return session;
}

function room(sessionId) {
  return `session:${sessionId}`;
}

async function send(socket, side, payload) {
  const session = sessionOf(payload.sessionId, socket, side === 'user' ? 'userId' : 'agentId');
  const content = typeof payload.content === 'string' ? payload.content.trim() : '';
  if (!content || content.length > MESSAGE_MAX_CHARS) throw new Error('content is not valid');
  const { message, isNew } = await store.add(session, {
    clientId: payload.clientId ?? null,
    sender: side,
    senderId: socket.data.id,
    senderName: socket.data.name,
    content,
    attachments: [],
    files: [],
  });
  if (isNew) {
    // To everyone who takes part but the connection that has sent it.
    socket.to(room(session.id)).emit('chat-message', message);
    const others = side === 'user' ? agents : customers;
    others.to(room(session.id)).emit('chat-message', message);
  }
  return { message };
}

async function sync(socket, side, { sessionId, after = 0 }) {
  const session = sessionOf(sessionId, socket, side);
  const messages = await store.messages(session, after, SYNC_MAX_MESSAGES + 1);
  return {
    messages: messages.slice(0, SYNC_MAX_MESSAGES),
    more: messages.length > SYNC_MAX_MESSAGES,
  };
}

customers.on('connection', (socket) => {
  socket.on(
    'initiate-chat',
    answered(async () => {
      const { session, resumed } = await store.open(socket.data.id);
      socket.join(room(session.id));
      if (!resumed) {
        agents.emit('session-queued', { id: session.id, userId: session.userId, messageCount: 0 });
      }
      const messages = await store.messages(session, 0, SYNC_MAX_MESSAGES);
      return { sessionId: session.id, status: session.status, position: null, messages, resumed };
    }),
  );
  socket.on(
    'chat-message',
    answered((payload) => send(socket, 'user', payload)),
  );
  socket.on(
    'sync',
    answered((payload) => sync(socket, 'userId', payload)),
  );
  socket.on(
    'typing',
    answered(({ sessionId, isTyping }) => {
      sessionOf(sessionId, socket, 'userId');
      agents.to(room(sessionId)).volatile.emit('user-typing', { sessionId, isTyping });
    }),
  );
  socket.on(
    'end-chat',
    answered(({ sessionId }) => close(sessionOf(sessionId, socket, 'userId'))),
  );
});

agents.on('connection', (socket) => {
  socket.emit('waiting-sessions', store.waiting());
  socket.on(
    'set-status',
    answered(() => ({})),
  );
  socket.on(
    'accept-session',
    answered(async ({ sessionId }) => {
      const session = store.session(sessionId);
      if (session?.status !== 'waiting') throw new Error('this chat is taken');
      session.status = 'active';
      session.agentId = socket.data.id;
      socket.join(room(session.id));
      const messages = await store.messages(session, 0, SYNC_MAX_MESSAGES);
      socket.emit('session-accepted', { sessionId, userId: session.userId, messages });
      customers.to(room(sessionId)).emit('agent-joined', socket.data.name, { sessionId });
    }),
  );
  socket.on(
    'chat-message',
    answered((payload) => send(socket, 'agent', payload)),
  );
  socket.on(
    'sync',
    answered((payload) => sync(socket, 'agentId', payload)),
  );
  socket.on(
    'typing',
    answered(({ sessionId, isTyping }) => {
      sessionOf(sessionId, socket, 'agentId');
      customers.to(room(sessionId)).volatile.emit('agent-typing', isTyping, { sessionId });
    }),
  );
  socket.on(
    'close-session',
    answered(({ sessionId }) => close(sessionOf(sessionId, socket, 'agentId'))),
  );
});

function close(session) {
  store.close(session);
  for (const namespace of [customers, agents]) {
    namespace.to(room(session.id)).emit('session-closed', { sessionId: session.id });
    namespace.in(room(session.id)).socketsLeave(room(session.id));
  }
}

http.listen(Number(flags.port), '127.0.0.1', () => {
  const where = flags.postgres ? 'PostgreSQL' : 'memory';
  console.log(`listening on http://localhost:${flags.port}, messages in ${where}`);
});
