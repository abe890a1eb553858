// The disconnect fuzz through the package @frontdesk/client: its outbox, timeline and
// reconnection in the place of the minimal client. Pages are reloaded, too.
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { ThreadMessage } from '@frontdesk/client';
import { FaultyLine } from '../harness/faulty-line';
import { Server } from '../harness/server';
import { type Fault, strike } from './faults';
import { type FaultCounts, InterruptedRun, type Plan, SETTINGS } from './interrupted';
import { AgentPage, CustomerPage, type Page, type PageSetup } from './package-page';
import { Random } from './random';
import { judgeStore, read, type Stored } from './verdict';

const CUSTOMERS = 16;
const AGENTS = 4;
const TOO_LONG = 10_000;
/** How often the network says that it is back, as it does for a browser. */
const ONLINE_MS = 300;
const REST_MS = 60_000;

export interface PackageReport {
  drops: number;
  kills: number;
  faults: FaultCounts;
  composed: number;
  stored: number;
  failed: number;
  seconds: number;
}

export async function runPackage(plan: Plan): Promise<PackageReport> {
  const server = await Server.start(SETTINGS);
  const network = new Network();
  const fuzz = new PackageFuzz(plan, server);
  try {
    return await fuzz.run();
  } finally {
    await fuzz.close();
    network.close();
    await server.dispose();
  }
}

/** The event `online`, which browsers send to a page, for all pages of the test. */
class Network {
  private readonly events = new EventTarget();
  private readonly timer: NodeJS.Timeout;

  constructor() {
    const { events } = this;
    setMaxListeners(0, events);
    Object.assign(globalThis, {
      addEventListener: events.addEventListener.bind(events),
      removeEventListener: events.removeEventListener.bind(events),
    });
    this.timer = setInterval(() => events.dispatchEvent(new Event('online')), ONLINE_MS);
  }

  close(): void {
    clearInterval(this.timer);
    Object.assign(globalThis, { addEventListener: undefined, removeEventListener: undefined });
  }
}

class PackageFuzz extends InterruptedRun<Page> {
  private readonly customers: CustomerPage[] = [];
  private readonly agents: AgentPage[] = [];
  private isClosed = false;

  protected get participants(): readonly Page[] {
    return [...this.customers, ...this.agents];
  }

  async run(): Promise<PackageReport> {
    for (let index = 0; index < CUSTOMERS; index += 1) {
      this.customers.push(new CustomerPage(await this.setup(`customer-${index}`, 'user')));
    }
    for (let index = 0; index < AGENTS; index += 1) {
      this.agents.push(new AgentPage(await this.setup(`agent-${index}`, 'agent')));
    }
    for (const page of this.participants) page.start();
    // Everyone has a chat, so that a page that is reloaded has one to find.
    for (const customer of this.customers) customer.say(this.words(customer, 1));
    await Promise.all([...this.participants.map((page) => this.live(page)), this.killNowAndThen()]);
    await this.rest();
    const store = await read(this.server);
    judgeStore(store, this.ledger);
    await this.judge(store);
    this.failOnProblems();
    return this.report(store);
  }

  override async close(): Promise<void> {
    this.isClosed = true;
    await super.close();
  }

  private async setup(sub: string, role: 'user' | 'agent'): Promise<PageSetup> {
    const line = await FaultyLine.to(this.server.url);
    return { name: sub, line, claims: { sub, name: sub, role }, ledger: this.ledger };
  }

  private async live(page: Page): Promise<void> {
    const random = new Random(this.plan.seed, `${page.name} lives`);
    const { line } = page.setup;
    while (!this.isOver) {
      const [heals, hurry, reloads] = [
        random.chance(0.7),
        random.between(0, 200),
        random.chance(0.08),
      ];
      if (heals) await Promise.race([page.until(() => this.isOver || page.isQuiet), pause(3_000)]);
      else await pause(hurry);
      if (this.isOver) break;
      const acts = random.between(0, 5);
      const act = () => {
        for (let count = 0; count < acts; count += 1) this.act(page, random);
      };
      if (!line.inUse) {
        await pause(10);
        continue;
      }
      const before = line.drops;
      let fault: Fault | 'reload' = 'reload';
      if (reloads) {
        act();
        await page.reload();
      } else {
        fault = await strike({ client: page, random, act });
      }
      this.count(fault, line.drops - before);
    }
    this.calm(page);
  }

  private act(page: Page, random: Random): void {
    const [isBad, size, which, hands] = [
      random.chance(0.04),
      random.between(1, 300),
      random.next(),
      random.chance(0.04),
    ];
    const other = random.pick(this.agents);
    const words = this.words(page, isBad ? TOO_LONG : size);
    if (page instanceof CustomerPage) page.say(words, isBad);
    if (!(page instanceof AgentPage)) return;
    const sessionId = page.held[Math.floor(which * page.held.length)];
    if (!sessionId) return;
    if (hands) page.handOn(sessionId, other.name);
    else page.say(sessionId, words, isBad);
  }

  private words(page: Page, size: number): string {
    return `${page.name} says ${this.nextNumber()} ${'z'.repeat(size)}`;
  }

  private async rest(): Promise<void> {
    await this.comeToRest(
      REST_MS,
      (page) => this.quiet(page),
      (page) => page.kept('queued')[0],
    );
  }

  /** Nothing is left to send, neither on the screen nor on the disk. */
  private async quiet(page: Page): Promise<void> {
    while (!this.isClosed) {
      await page.until(() => page.isQuiet);
      if (page.kept('queued').length === 0) return;
      await pause(20);
    }
  }

  private async judge(store: Map<string, Stored>): Promise<void> {
    const limit = pause(REST_MS / 3, 'late' as const, { ref: false });
    const stored = new Set<string>();
    for (const { messages } of store.values()) {
      for (const { clientId } of messages) stored.add(clientId);
    }
    for (const customer of this.customers) {
      const own = [...store.values()].filter(({ session }) => session.userId === customer.name);
      if (own.length !== 1) {
        this.ledger.complain(`${customer.name} has ${own.length} chats`, null, [customer.name]);
      }
      for (const chat of own)
        await this.judgeView(customer, () => customer.messages(), chat, limit);
    }
    for (const agent of this.agents) {
      for (const chat of store.values()) {
        const { id, agentId, status } = chat.session;
        if (agentId !== agent.name || status !== 'active') continue;
        await this.judgeView(agent, () => agent.thread(id), chat, limit);
      }
    }
    this.judgeSent(stored);
  }

  /** What the page shows of a chat is what is stored, in its order. */
  private async judgeView(
    page: Page,
    shown: () => readonly ThreadMessage[],
    { session, messages }: Stored,
    limit: Promise<'late'>,
  ): Promise<void> {
    const seen = () => shown().filter(({ seq }) => seq !== null);
    const whole = page.until(() => seen().length >= messages.length);
    await Promise.race([whole, limit]);
    const list = (all: readonly { seq: number | null; id: string; content: string }[]) =>
      all.map(({ seq, id, content }) => `${seq} ${id} ${content}`);
    const [ours, theirs] = [list(seen()), list(messages)];
    const wrong = theirs.findIndex((message, index) => ours[index] !== message);
    if (wrong < 0 && ours.length === theirs.length) return;
    const clientId = messages[wrong]?.clientId;
    this.ledger.complain(
      `${page.name} shows ${ours.length} of ${theirs.length} messages of ${session.id}, ` +
        `at ${wrong}: ${ours[wrong]} for ${theirs[wrong]}`,
      clientId,
      [page.name],
    );
  }

  /** Each message is stored, or its writer sees that it failed; never both, never neither. */
  private judgeSent(stored: Set<string>): void {
    const failed = new Set<string>();
    for (const page of this.participants) {
      for (const clientId of page.kept('failed')) failed.add(clientId);
      for (const { clientId, state } of page.messages()) {
        if (state === 'failed' && clientId) failed.add(clientId);
      }
    }
    for (const { clientId, isBad } of this.ledger.sent) {
      const isStored = stored.has(clientId);
      if (isStored && isBad) this.ledger.complain('to be refused, but stored', clientId);
      if (isStored && failed.has(clientId)) this.ledger.complain('failed, but stored', clientId);
      if (!isStored && !failed.has(clientId)) this.ledger.complain('lost', clientId);
    }
  }

  private report(store: Map<string, Stored>): PackageReport {
    const stored = [...store.values()].reduce((sum, { messages }) => sum + messages.length, 0);
    return {
      ...this.summary,
      stored,
      failed: this.ledger.sent.length - stored,
    };
  }
}
