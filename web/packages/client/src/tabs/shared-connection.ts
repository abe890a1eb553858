// One line for all tabs of a person: the tab that leads holds the sockets, the others work
// through it, and each sees channels of the same kind.

import type { Channel, Events } from '../channel';
import type { Connection, Line } from '../socket';
import type { TokenHolder } from '../token';
import { Leadership } from './leadership';
import { LineFollower } from './line-follower';
import { LineOwner } from './line-owner';
import { type Carrier, SharedChannel } from './shared-channel';
import type { TabGroup } from './tab-group';

/** Before it is known with whom the line is shared, and after the end. */
const NOBODY: Carrier = { want: () => {}, request: async () => ({}), hint: () => {} };

export class SharedConnection implements Line {
  readonly #connect: () => Connection;
  readonly #token: TokenHolder;
  readonly #channels = new Map<string, SharedChannel>();
  /** Undefined until it is known. */
  #group: TabGroup | null | undefined;
  #leadership: Leadership | null = null;
  #role: LineOwner | LineFollower | null = null;

  /** @param connect makes a line of this tab's own. */
  constructor(connect: () => Connection, token: TokenHolder) {
    this.#connect = connect;
    this.#token = token;
  }

  /** Shares with this group from now on; with nobody when it is null. */
  enter(group: TabGroup | null): void {
    this.#leave();
    this.#group = group;
    this.#takePart();
  }

  channel<Client extends Events, Server extends Events>(
    namespace: string,
  ): Channel<Client, Server> {
    let channel = this.#channels.get(namespace);
    if (!channel) {
      channel = new SharedChannel(namespace, () => this.#carrier());
      this.#channels.set(namespace, channel);
    }
    return channel as unknown as Channel<Client, Server>;
  }

  /** Whether the sockets are this tab's. */
  get isOwner(): boolean {
    return this.#role instanceof LineOwner;
  }

  renew(): void {
    const role = this.#role;
    if (role instanceof LineOwner) role.renew();
    else if (role) void this.#token.current().then((token) => role.renew(token));
  }

  close(): void {
    for (const channel of this.#channels.values()) channel.close();
    this.#leave();
    this.#group = undefined;
  }

  /** Whoever carries; the first to ask for a channel makes this tab take part. */
  #carrier(): Carrier {
    this.#takePart();
    return this.#role ?? NOBODY;
  }

  #takePart(): void {
    const isWanted = [...this.#channels.values()].some((channel) => channel.isWanted);
    if (this.#role || this.#group === undefined || !isWanted) return;
    if (this.#group === null) {
      this.#own(null);
      return;
    }
    const group = this.#group;
    this.#follow(group);
    this.#leadership = new Leadership(group, 'line', {
      onLead: (isAlone) => {
        for (const channel of this.#channels.values()) channel.beCalm();
        this.#own(isAlone ? null : group);
      },
      onLose: () => {
        if (!this.#leadership) return;
        for (const channel of this.#channels.values()) channel.beCalm();
        this.#follow(group);
      },
    });
  }

  #own(group: TabGroup | null): void {
    this.#role?.end();
    const connection = this.#connect();
    const channels = this.#channels;
    this.#role = new LineOwner({ connection, token: this.#token, group, channels });
  }

  #follow(group: TabGroup): void {
    this.#role?.end();
    const onSilence = () => this.#leadership?.suspect();
    this.#role = new LineFollower({ group, channels: this.#channels, onSilence });
  }

  #leave(): void {
    const leadership = this.#leadership;
    this.#leadership = null;
    // First the line, so that the next leader finds it free.
    this.#role?.end();
    this.#role = null;
    leadership?.close();
  }
}
