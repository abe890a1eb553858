// The side of the tab that holds the line: carries for itself and for the others.

import { toFrontdeskError } from '../errors';
import { randomId } from '../ids';
import type { Connection } from '../socket';
import type { TokenHolder } from '../token';
import { FollowerViews } from './follower-views';
import { type FromLeader, LINE_TOPIC, type LineState, plainError, type ToLeader } from './messages';
import type { Carrier, SharedChannel } from './shared-channel';
import type { TabGroup } from './tab-group';
import { Memory } from './welcome';

export interface OwnerOptions {
  connection: Connection;
  token: TokenHolder;
  /** The tabs that are carried for; null when this one is on its own. */
  group: TabGroup | null;
  /** This tab's own channels. */
  channels: ReadonlyMap<string, SharedChannel>;
}

export class LineOwner implements Carrier {
  readonly #options: OwnerOptions;
  /** What each other tab wants open. */
  readonly #wants = new Map<string, ReadonlySet<string>>();
  readonly #namespaces = new Map<string, LineState & { memory: Memory }>();
  readonly #views: FollowerViews | null;
  readonly #stopListening: () => void;
  #ended = false;

  constructor(options: OwnerOptions) {
    this.#options = options;
    this.#views =
      options.group &&
      new FollowerViews(options.group, (namespace, conversationId) =>
        this.#takeBackView(namespace, conversationId),
      );
    options.connection.onRenewal = () => {
      for (const channel of options.channels.values()) channel.beCalm();
      this.#tell({ kind: 'calm' });
    };
    this.#stopListening =
      options.group?.on<ToLeader>(LINE_TOPIC, (message, from) => this.#hear(message, from)) ??
      (() => {});
    this.#tell({ kind: 'lead' });
    this.want();
  }

  /** Opens what any tab wants, and closes what none does. */
  want(): void {
    if (this.#ended) return;
    const wanted = new Set<string>();
    for (const [name, channel] of this.#options.channels) if (channel.isWanted) wanted.add(name);
    for (const namespaces of this.#wants.values()) for (const name of namespaces) wanted.add(name);
    for (const name of wanted) this.#open(name);
    for (const name of this.#namespaces.keys()) {
      if (!wanted.has(name)) this.#options.connection.raw(name).close();
    }
  }

  async request(namespace: string, name: string, payload: unknown[]): Promise<unknown> {
    const answer = await this.#options.connection.raw(namespace).request(name, ...payload);
    this.#echo(namespace, name, answer);
    return answer;
  }

  hint(namespace: string, name: string, payload: unknown[]): void {
    this.#options.connection.raw(namespace).hint(name, ...payload);
  }

  renew(): void {
    this.#options.connection.renew();
  }

  /** Lets go of the line; another tab takes it up, if there is one. */
  end(): void {
    this.#tell({ kind: 'calm' });
    this.#ended = true;
    this.#stopListening();
    this.#options.connection.close();
  }

  #open(namespace: string): void {
    const channel = this.#options.connection.raw(namespace);
    if (!this.#namespaces.has(namespace)) {
      const present = {
        state: channel.getSnapshot(),
        connect: null,
        memory: new Memory(namespace),
      };
      this.#namespaces.set(namespace, present);
      channel.subscribe(() => this.#onState(namespace));
      channel.onAny((name, args) => this.#onEvent(namespace, name, args));
    }
    channel.open();
    // A tab of this side that comes later finds the line as it is.
    const { state, connect, memory } = this.#present(namespace);
    const own = this.#options.channels.get(namespace);
    if (!own?.isWanted || own.getSnapshot().status === state.status) return;
    own.show({ state, connect });
    if (connect !== null) for (const [name, args] of memory.events()) own.receive(name, args);
  }

  #onState(namespace: string): void {
    if (this.#ended) return;
    const present = this.#present(namespace);
    present.state = this.#options.connection.raw(namespace).getSnapshot();
    present.connect = present.state.status === 'online' ? randomId() : null;
    if (present.connect !== null) present.memory.clear();
    const { state, connect } = present;
    this.#options.channels.get(namespace)?.show({ state, connect });
    this.#tell({ kind: 'state', namespace, state, connect });
  }

  #onEvent(namespace: string, name: string, args: readonly unknown[]): void {
    if (this.#ended) return;
    this.#present(namespace).memory.hear(name, args);
    // The others first: what this tab does about it may be quicker than the bus.
    this.#tell({ kind: 'event', namespace, name, args });
    this.#options.channels.get(namespace)?.receive(name, args);
  }

  /** The server tells a message to the sender's other connections; the other tabs have none. */
  #echo(namespace: string, name: string, answer: unknown): void {
    if (!this.#options.group || name !== 'chat-message') return;
    const { message } = answer as { message?: unknown };
    if (message) this.#onEvent(namespace, name, [message]);
  }

  #hear(message: ToLeader, from: string): void {
    if (this.#ended) return;
    if (message.kind === 'want') this.#hearWants(new Set(message.namespaces), from);
    else if (message.kind === 'hint')
      this.hint(message.namespace, message.name, [...message.payload]);
    else if (message.kind === 'request') void this.#answer(message, from);
    else if (message.kind === 'wake') this.#options.connection.wake();
    else {
      this.#options.token.lend(message.token);
      this.renew();
    }
  }

  #hearWants(namespaces: ReadonlySet<string>, from: string): void {
    const before = this.#wants.get(from);
    if (!before) {
      this.#options.group?.onEnd(from, () => {
        this.#wants.delete(from);
        this.#views?.ended(from);
        this.want();
      });
    }
    this.#wants.set(from, namespaces);
    this.want();
    for (const namespace of namespaces) {
      if (before?.has(namespace)) continue;
      const { state, connect, memory } = this.#present(namespace);
      const events = connect === null ? [] : memory.events();
      this.#tell({ kind: 'welcome', namespace, state, connect, events }, from);
    }
  }

  async #answer(request: ToLeader & { kind: 'request' }, from: string): Promise<void> {
    const { id, namespace, name, payload } = request;
    this.#views?.hear(from, namespace, name, payload);
    try {
      const answer = await this.request(namespace, name, [...payload]);
      this.#tell({ kind: 'answer', id, answer }, from);
    } catch (thrown) {
      this.#tell({ kind: 'refusal', id, error: plainError(toFrontdeskError(thrown)) }, from);
    }
  }

  #takeBackView(namespace: string, conversationId: string): void {
    if (this.#ended || this.#namespaces.get(namespace)?.state.status !== 'online') return;
    const gone = { conversationId, looking: false, writing: false };
    this.request(namespace, 'view-conversation', [gone]).catch(() => {});
  }

  #present(namespace: string): LineState & { memory: Memory } {
    const present = this.#namespaces.get(namespace);
    if (!present) throw new Error(`${namespace} was never opened`);
    return present;
  }

  #tell(message: FromLeader, to?: string): void {
    if (!this.#ended) this.#options.group?.post(LINE_TOPIC, message, to);
  }
}
