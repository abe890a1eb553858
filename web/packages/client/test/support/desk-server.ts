// A support desk in memory behind a real Socket.IO server: enough of the contract that the
// client can be tried against its own wire. Tests may break lines and lose acknowledgements.

import {
  createServer,
  type Server as HttpServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import type { ChatMessage, ChatSession, DeskNotification, WaitingSession } from '../../src/types';

type Ack = (answer: object) => void;
type Refusal = { code: string; error: string; retryAfter?: number };

interface Session extends ChatSession {
  messages: ChatMessage[];
}

/** A token is `<role>:<id>` or `<role>:<JWT>`; `bad` is refused. */
interface Caller {
  id: string;
  role: string;
}

export class DeskServer {
  readonly sessions = new Map<string, Session>();
  readonly notifications: DeskNotification[] = [];
  /** Every request as `METHOD /path?query`. */
  readonly requests: string[] = [];
  /** The JSON that came with requests. */
  readonly bodies: unknown[] = [];
  /** Every token that a socket came with, with its namespace. */
  readonly handshakes: string[] = [];
  /** What else each socket asked for, with its namespace. */
  readonly wishes: object[] = [];
  /** Every `delivered` of a client, in order. */
  readonly deliveries: { sessionId: string; seq: number; by: string }[] = [];
  /** Every `view-conversation`, in order. */
  readonly views: unknown[] = [];
  /** How often an agent was active. */
  activities = 0;
  /** While true, the server hears and says nothing, as one behind a dead line. */
  isSilent = false;
  /** Answers to give instead of the real ones, by `METHOD /path` (without the prefix). */
  readonly rest = new Map<string, { status: number; body: unknown }>();
  /** Answers are ready at once, and on their way once this resolves. */
  answersHeld: Promise<void> = Promise.resolve();
  /** Called for each `chat-message` before it is stored; may refuse it. */
  beforeMessage: (clientId: string) => Refusal | 'lose-ack' | 'drop-line' | 'hold' | null = () =>
    null;
  /** Whether an event of this message is lost on its way to the others. */
  losesEvent: (message: ChatMessage) => boolean = () => false;
  readonly #http: HttpServer;
  readonly #io: Server;
  #url = '';
  #ids = 0;

  private constructor() {
    this.#http = createServer((request, response) => this.#answer(request, response));
    this.#io = new Server(this.#http, { cors: { origin: '*' } });
    for (const name of ['/', '/chat/user', '/chat/agent']) {
      this.#io.of(name).use((socket, next) => {
        const { token: given, ...wishes } = socket.handshake.auth;
        const token = String(given ?? '');
        this.wishes.push({ namespace: name, ...wishes });
        this.handshakes.push(`${name} ${token}`);
        if (token === '') next(new Error('the token is missing'));
        else if (token === 'bad') next(new Error('the token has expired'));
        else if (name === '/chat/agent' && !token.startsWith('agent:'))
          next(new Error('wrong role'));
        else {
          socket.data.caller = callerOf(token);
          socket.use((_event, goOn) => {
            if (!this.isSilent) goOn();
          });
          next();
        }
      });
    }
    this.#io.of('/chat/user').on('connection', (socket) => this.#welcomeUser(socket));
    this.#io.of('/chat/agent').on('connection', (socket) => this.#welcomeAgent(socket));
    this.#io.of('/').on('connection', (socket) => {
      socket.join(`person:${caller(socket).id}`);
    });
  }

  /** On a port of its own, unless it is to come back where another one was. */
  static async start(port = 0): Promise<DeskServer> {
    const server = new DeskServer();
    await new Promise<void>((resolve) => server.#http.listen(port, '127.0.0.1', resolve));
    server.#url = `http://127.0.0.1:${(server.#http.address() as AddressInfo).port}`;
    return server;
  }

  /** Known after the server's end too: a request may still come by a line that it keeps. */
  get url(): string {
    return this.#url;
  }

  async stop(): Promise<void> {
    await this.#io.close();
  }

  /** The number of lines that are open. */
  get lines(): number {
    return Object.keys(engineClients(this.#io)).length;
  }

  /** Cuts every connection, as a failing network does. */
  dropLines(): void {
    for (const client of Object.values(engineClients(this.#io))) client.close(true);
  }

  /** Dismisses every socket of a namespace, as a server does whose buffer is full. */
  dismiss(namespace: string): void {
    this.#io.of(namespace).disconnectSockets();
  }

  /** Shows a notification to a person who is connected, and keeps it. */
  notify(personId: string, notification: Partial<DeskNotification>): DeskNotification {
    this.#ids += 1;
    const full: DeskNotification = {
      id: `n${this.#ids}`,
      type: 'system',
      title: `Notification ${this.#ids}`,
      message: 'A message',
      data: {},
      read: false,
      createdAt: new Date(Date.UTC(2026, 0, 1) + this.#ids * 1_000).toISOString(),
      ...notification,
    };
    this.notifications.unshift(full);
    this.#io.of('/').to(`person:${personId}`).emit('notification', full);
    this.tell(personId, 'unread-count', { count: this.unread });
    return full;
  }

  /** Any event of the root namespace to one person. */
  tell(personId: string, name: string, payload: object): void {
    this.#io.of('/').to(`person:${personId}`).emit(name, payload);
  }

  get unread(): number {
    return this.notifications.filter((one) => !one.read).length;
  }

  /** Any event to the customer of a session. */
  tellUser(session: Session, name: string, ...payload: unknown[]): void {
    this.#io
      .of('/chat/user')
      .to(`person:${session.userId}`)
      .emit(name, ...payload);
  }

  /** Any event to every agent. */
  tellAgents(name: string, payload: unknown): void {
    this.#io.of('/chat/agent').emit(name, payload);
  }

  /** The one session there is. */
  get session(): Session {
    const session = [...this.sessions.values()].at(-1);
    if (!session) throw new Error('there is no session');
    return session;
  }

  /** Stores a message and tells the others of it, as if the other side had sent it. */
  say(sender: 'user' | 'agent', content: string, session = this.session): ChatMessage {
    const id = sender === 'user' ? session.userId : (session.agentId ?? 'ann');
    const { message } = this.#store(session, { id, role: sender }, sender, content, null);
    this.#broadcast(session, message, null);
    return message;
  }

  /** Takes the customer's held message into the conversation, for everyone. */
  approve(clientId: string, content: string, session = this.session): void {
    const sender = { id: session.userId, role: 'user' };
    const { message } = this.#store(session, sender, 'user', content, clientId);
    this.#broadcast(session, message, null);
  }

  accept(session = this.session, agent = { id: 'ann', name: 'Ann' }): void {
    session.agentId = agent.id;
    session.agentName = agent.name;
    session.status = 'active';
    this.tellUser(session, 'agent-joined', agent.name, { ...agent, sessionId: session.id });
    this.tellAgents('session-taken', { sessionId: session.id, agentId: agent.id });
  }

  closeSession(session = this.session): void {
    session.status = 'closed';
    this.tellUser(session, 'session-closed', { sessionId: session.id });
    this.tellAgents('session-closed', { sessionId: session.id });
  }

  /** A waiting session of a customer who is not connected. */
  openSession(userId: string, messages: string[] = []): Session {
    this.#ids += 1;
    const now = new Date(Date.UTC(2026, 0, 1)).toISOString();
    const session: Session = {
      id: `s${this.#ids}`,
      userId,
      userName: userId,
      topic: null,
      status: 'waiting',
      agentId: null,
      agentName: null,
      messageCount: 0,
      userReadSeq: 0,
      agentReadSeq: 0,
      userDeliveredSeq: 0,
      agentDeliveredSeq: 0,
      skills: [],
      answers: [],
      createdAt: now,
      updatedAt: now,
      queuedAt: now,
      messages: [],
    };
    this.sessions.set(session.id, session);
    for (const content of messages) {
      this.#store(session, { id: userId, role: 'user' }, 'user', content, null);
    }
    return session;
  }

  #welcomeUser(socket: Socket): void {
    const person = caller(socket);
    socket.join(`person:${person.id}`);
    socket.on('initiate-chat', (body, ack: Ack) => {
      const open = [...this.sessions.values()].find(
        (one) => one.userId === person.id && one.status !== 'closed',
      );
      const session = open ?? this.openSession(person.id);
      if (!open) session.topic = body.topic;
      if (body.message || body.attachments.length > 0) {
        const { message, clientId, attachments } = body;
        this.#store(session, person, 'user', message ?? '', clientId, attachments);
      }
      ack({
        success: true,
        sessionId: session.id,
        status: session.status,
        position: session.status === 'waiting' ? 1 : null,
        estimatedWaitSeconds: session.status === 'waiting' ? 60 : null,
        messages: session.messages,
        resumed: open !== undefined,
        agentId: session.agentId,
        agentName: session.agentName,
      });
      if (!open) this.tellAgents('session-queued', waitingView(session));
    });
    socket.on('end-chat', ({ sessionId }, ack: Ack) => {
      const session = this.#find(sessionId, ack);
      if (!session) return;
      ack({ success: true });
      this.closeSession(session);
    });
    this.#onConversation(socket, 'user');
  }

  #welcomeAgent(socket: Socket): void {
    const person = caller(socket);
    socket.join(`person:${person.id}`);
    const waiting = [...this.sessions.values()].filter((one) => one.status === 'waiting');
    socket.emit('waiting-sessions', waiting.map(waitingView));
    const held = [...this.sessions.values()].filter(
      (one) => one.agentId === person.id && one.status === 'active',
    );
    socket.emit('agent-status', { status: 'available', sessions: held.map(sessionView) });
    socket.on('accept-session', ({ sessionId }, ack: Ack) => {
      const session = this.#find(sessionId, ack);
      if (!session) return;
      if (session.status !== 'waiting') {
        socket.emit('error', { message: 'another agent was faster' });
        ack({ success: false, code: 'conflict', error: 'another agent was faster' });
        return;
      }
      this.accept(session, { id: person.id, name: person.id });
      socket.emit('session-accepted', {
        sessionId,
        userId: session.userId,
        session: sessionView(session),
        messages: session.messages,
      });
      ack({ success: true });
    });
    socket.on('view-conversation', (view, ack: Ack) => {
      this.views.push(view);
      ack({ success: true });
    });
    socket.on('activity', (ack: Ack) => {
      this.activities += 1;
      ack({ success: true });
    });
    socket.on('set-status', ({ status }, ack: Ack) => {
      socket.emit('agent-status', { status, sessions: [] });
      ack({ success: true });
    });
    socket.on('close-session', ({ sessionId }, ack: Ack) => {
      const session = this.#find(sessionId, ack);
      if (!session) return;
      this.closeSession(session);
      ack({ success: true });
    });
    socket.on('transfer-session', ({ sessionId, toAgentId }, ack: Ack) => {
      const session = this.#find(sessionId, ack);
      if (!session) return;
      session.agentId = toAgentId ?? null;
      session.status = toAgentId ? 'active' : 'waiting';
      this.tellAgents('session-updated', sessionView(session));
      if (!toAgentId) this.tellAgents('session-queued', waitingView(session));
      ack({ success: true });
    });
    this.#onConversation(socket, 'agent');
  }

  #onConversation(socket: Socket, side: 'user' | 'agent'): void {
    const person = caller(socket);
    socket.on('chat-message', (body, ack: Ack) => {
      const fate = this.beforeMessage(body.clientId);
      if (fate === 'drop-line') {
        socket.conn.close(true);
        return;
      }
      if (fate === 'hold') {
        ack({ success: true, message: null, held: { id: 'r1', clientId: body.clientId } });
        return;
      }
      if (fate !== null && fate !== 'lose-ack') {
        ack({ success: false, ...fate });
        return;
      }
      const session = this.#find(body.sessionId, ack);
      if (!session) return;
      if (session.status === 'closed') {
        ack({ success: false, code: 'conflict', error: 'this chat is closed; start a new one' });
        return;
      }
      const { message, isNew } = this.#store(session, person, side, body.content, body.clientId);
      if (fate === 'lose-ack') socket.conn.close(true);
      else ack({ success: true, message });
      if (isNew) this.#broadcast(session, message, socket);
    });
    socket.on('typing', (body) => {
      const session = this.sessions.get(body.sessionId);
      if (!session) return;
      if (side === 'user') this.tellAgents('user-typing', body);
      else this.tellUser(session, 'agent-typing', body.isTyping, { sessionId: session.id });
    });
    socket.on('sync', ({ sessionId, after }, ack: Ack) => {
      const session = this.#find(sessionId, ack);
      if (!session) return;
      const missing = session.messages.filter(({ seq }) => seq > after);
      const messages = missing.slice(0, SYNC_PAGE);
      ack({
        success: true,
        messages,
        more: missing.length > SYNC_PAGE,
        session: sessionView(session),
      });
    });
    socket.on('delivered', ({ sessionId, seq }, ack: Ack) => {
      const session = this.#find(sessionId, ack);
      if (!session) return;
      this.deliveries.push({ sessionId, seq, by: side });
      if (side === 'user') session.userDeliveredSeq = seq;
      else session.agentDeliveredSeq = seq;
      const receipt = { sessionId, seq, by: side };
      this.tellUser(session, 'delivered', receipt);
      this.tellAgents('delivered', receipt);
      ack({ success: true });
    });
    socket.on('read', ({ sessionId, seq }, ack: Ack) => {
      const session = this.#find(sessionId, ack);
      if (!session) return;
      if (side === 'user') session.userReadSeq = seq;
      else session.agentReadSeq = seq;
      const receipt = { sessionId, seq, by: side };
      this.tellUser(session, 'read', receipt);
      this.tellAgents('read', receipt);
      ack({ success: true });
    });
  }

  #find(sessionId: string, ack: Ack): Session | undefined {
    const session = this.sessions.get(sessionId);
    if (!session) ack({ success: false, code: 'not-found', error: 'there is no such chat' });
    return session;
  }

  #store(
    session: Session,
    person: Caller,
    sender: 'user' | 'agent',
    content: string,
    clientId: string | null,
    attachments: string[] = [],
  ): { message: ChatMessage; isNew: boolean } {
    const known = session.messages.find(
      (one) => clientId !== null && one.clientId === clientId && one.senderId === person.id,
    );
    if (known) return { message: known, isNew: false };
    session.messageCount += 1;
    const message: ChatMessage = {
      id: `${session.id}-${session.messageCount}`,
      sessionId: session.id,
      seq: session.messageCount,
      clientId,
      sender,
      senderId: person.id,
      senderName: person.id,
      content,
      attachments,
      files: [],
      timestamp: new Date(Date.UTC(2026, 0, 1) + session.messageCount * 1_000).toISOString(),
    };
    session.messages.push(message);
    return { message, isNew: true };
  }

  #broadcast(session: Session, message: ChatMessage, except: Socket | null): void {
    if (this.losesEvent(message)) return;
    const skip = except?.id ?? 'nobody';
    this.#io
      .of('/chat/user')
      .to(`person:${session.userId}`)
      .except(skip)
      .emit('chat-message', message);
    this.#io.of('/chat/agent').except(skip).emit('chat-message', message);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url);
    const headers = {
      'Access-Control-Allow-Origin': '*',
      'Access-Control-Allow-Headers': '*',
      'Access-Control-Allow-Methods': '*',
      'Content-Type': 'application/json',
    };
    if (request.method === 'OPTIONS') {
      response.writeHead(204, headers).end();
      return;
    }
    const path = url.pathname.replace('/api/support', '');
    this.requests.push(`${request.method} ${path}${url.search}`);
    const pieces: Buffer[] = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => {
      if (pieces.length > 0) this.bodies.push(JSON.parse(String(Buffer.concat(pieces))));
    });
    const { status, body } = this.#rest(`${request.method} ${path}`, url.searchParams);
    const answer = JSON.stringify(body);
    void this.answersHeld.then(() => response.writeHead(status, headers).end(answer));
  }

  #rest(request: string, query: URLSearchParams): { status: number; body: unknown } {
    const scripted = this.rest.get(request);
    if (scripted) return scripted;
    if (request === 'GET /notifications') {
      const from = Number(query.get('cursor') ?? 0);
      const to = from + Number(query.get('limit') ?? 20);
      return ok(this.notifications.slice(from, to), {
        unreadCount: this.unread,
        page: { next: to < this.notifications.length ? String(to) : null },
      });
    }
    if (request === 'POST /notifications/read-all') {
      for (const one of this.notifications) one.read = true;
      return ok(null);
    }
    const read = /^POST \/notifications\/(.+)\/read$/.exec(request);
    const notification = this.notifications.find(({ id }) => id === read?.[1]);
    if (notification) {
      notification.read = true;
      return ok(null);
    }
    return {
      status: 404,
      body: { status: 404, code: 'not-found', detail: 'There is nothing here.' },
    };
  }
}

/** Small, so that tests see more than one page. */
export const SYNC_PAGE = 5;

function ok(data: unknown, more: object = {}): { status: number; body: unknown } {
  return { status: 200, body: { success: true, data, ...more } };
}

function callerOf(token: string): Caller {
  const [role = '', id = ''] = token.split(':');
  const payload = id.split('.')[1];
  if (payload === undefined) return { role, id };
  return { role, id: JSON.parse(Buffer.from(payload, 'base64url').toString()).sub };
}

function caller(socket: Socket): Caller {
  return socket.data.caller as Caller;
}

function sessionView({ messages: _messages, ...session }: Session): ChatSession {
  return session;
}

function waitingView(session: Session): WaitingSession {
  const { id, userId, userName, topic, messageCount, createdAt, skills, queuedAt } = session;
  const chat = { id, userId, userName, topic, messageCount, createdAt, skills, queuedAt };
  return { ...chat, position: 1, priority: 'normal' };
}

/** The connections under the sockets, which the server's types keep to themselves. */
function engineClients(io: Server): Record<string, { close(discard: boolean): void }> {
  return (io.engine as unknown as { clients: Record<string, { close(discard: boolean): void }> })
    .clients;
}
