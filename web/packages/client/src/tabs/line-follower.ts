// The side of a tab that works through another one's line.

import { FrontdeskError, offlineError } from '../errors';
import { onPageWake } from '../page-life';
import { ACK_TIMEOUT_MS } from '../socket-channel';
import type { Token } from '../types';
import { type FromLeader, LINE_TOPIC, ofPlainError, type ToLeader } from './messages';
import type { Carrier, SharedChannel } from './shared-channel';
import type { TabGroup } from './tab-group';

/** The tab with the line has its own time-out; it has this much more to say so. */
const MARGIN_MS = 2_000;

export interface FollowerOptions {
  group: TabGroup;
  channels: ReadonlyMap<string, SharedChannel>;
  /** The tab with the line does not answer. */
  onSilence(): void;
}

interface Pending {
  resolve(answer: unknown): void;
  reject(error: FrontdeskError): void;
  timer: ReturnType<typeof setTimeout>;
}

export class LineFollower implements Carrier {
  readonly #options: FollowerOptions;
  readonly #pending = new Map<number, Pending>();
  readonly #stops: (() => void)[];
  #ids = 0;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#stops = [
      options.group.on<FromLeader>(LINE_TOPIC, (message) => this.#hear(message)),
      onPageWake(() => this.#tell({ kind: 'wake' })),
    ];
    this.want();
  }

  want(): void {
    const channels = [...this.#options.channels.values()];
    const namespaces = channels.filter(({ isWanted }) => isWanted).map((one) => one.namespace);
    this.#tell({ kind: 'want', namespaces });
  }

  request(namespace: string, name: string, payload: unknown[]): Promise<unknown> {
    this.#ids += 1;
    const id = this.#ids;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        this.#options.onSilence();
        reject(
          new FrontdeskError({
            code: 'timeout',
            message: 'The support desk did not answer in time.',
          }),
        );
      }, ACK_TIMEOUT_MS + MARGIN_MS);
      this.#pending.set(id, { resolve, reject, timer });
      this.#tell({ kind: 'request', id, namespace, name, payload });
    });
  }

  hint(namespace: string, name: string, payload: unknown[]): void {
    this.#tell({ kind: 'hint', namespace, name, payload });
  }

  renew(token: Token): void {
    this.#tell({ kind: 'renew', token });
  }

  /** Works through that line no longer: what is under way is unknown. */
  end(): void {
    for (const stop of this.#stops) stop();
    this.#failPending();
  }

  #hear(message: FromLeader): void {
    switch (message.kind) {
      case 'lead':
        this.#failPending();
        this.#beCalm();
        this.want();
        break;
      case 'calm':
        this.#beCalm();
        break;
      case 'state':
        this.#options.channels.get(message.namespace)?.show(message);
        break;
      case 'event':
        this.#options.channels.get(message.namespace)?.receive(message.name, message.args);
        break;
      case 'welcome': {
        const channel = this.#options.channels.get(message.namespace);
        channel?.show(message);
        for (const [name, args] of message.events) channel?.receive(name, args);
        break;
      }
      case 'answer':
        this.#take(message.id)?.resolve(message.answer);
        break;
      case 'refusal':
        this.#take(message.id)?.reject(ofPlainError(message.error));
        break;
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    clearTimeout(pending?.timer);
    return pending;
  }

  #beCalm(): void {
    for (const channel of this.#options.channels.values()) channel.beCalm();
  }

  #failPending(): void {
    for (const id of [...this.#pending.keys()]) this.#take(id)?.reject(offlineError());
  }

  #tell(message: ToLeader): void {
    this.#options.group.post(LINE_TOPIC, message);
  }
}
