// One run of the disconnect fuzz: many customers and agents who chat over lines that break, and a
// server that is killed in between.
import { setTimeout as pause } from 'node:timers/promises';
import { FaultyLine } from '../harness/faulty-line';
import { Server } from '../harness/server';
import { VARIANTS } from '../harness/wire';
import { Agent } from './agent';
import type { ContractClient, Setup } from './contract-client';
import { Customer } from './customer';
import { strike } from './faults';
import { type FaultCounts, InterruptedRun, type Plan, SETTINGS } from './interrupted';
import { Random } from './random';
import { judge } from './verdict';

const CUSTOMERS = 20;
/** Of them, so many have a second tab. */
const SECOND_TABS = 4;
const AGENTS = 5;
const MESSAGE_MAX_CHARS = 10_000;
/** How long everything may take to come to rest once the lines hold. */
const REST_MS = 45_000;

export interface Report {
  drops: number;
  kills: number;
  faults: FaultCounts;
  composed: number;
  acked: number;
  refused: number;
  chats: number;
  seconds: number;
}

export async function run(plan: Plan): Promise<Report> {
  const server = await Server.start(SETTINGS);
  const fuzz = new Fuzz(plan, server);
  try {
    return await fuzz.run();
  } finally {
    await fuzz.close();
    await server.dispose();
  }
}

class Fuzz extends InterruptedRun<ContractClient> {
  private readonly customers: Customer[] = [];
  private readonly agents: Agent[] = [];

  protected get participants(): readonly ContractClient[] {
    return [...this.customers, ...this.agents];
  }

  async run(): Promise<Report> {
    await this.gather();
    const lives = this.participants.map((client) => this.live(client));
    await Promise.all([...lives, this.killNowAndThen()]);
    await this.rest();
    const chats = await judge(this.server, this.ledger, this.customers, this.agents);
    this.failOnProblems();
    return this.report(chats);
  }

  private async gather(): Promise<void> {
    for (let index = 0; index < CUSTOMERS; index += 1) {
      const name = `customer-${index}`;
      this.customers.push(new Customer(await this.setup(name, name, 'user')));
      if (index >= SECOND_TABS) continue;
      this.customers.push(new Customer(await this.setup(`${name}-tab`, name, 'user')));
    }
    for (let index = 0; index < AGENTS; index += 1) {
      const name = `agent-${index}`;
      const setup = await this.setup(name, name, 'agent');
      this.agents.push(new Agent(setup, new Random(this.plan.seed, `${name} decides`)));
    }
    for (const client of this.participants) client.connect();
  }

  private async setup(name: string, sub: string, role: 'user' | 'agent'): Promise<Setup> {
    const random = new Random(this.plan.seed, `${name} is made`);
    return {
      name,
      line: await FaultyLine.to(this.server.url),
      claims: { sub, name: sub, role },
      variant: random.pick(VARIANTS),
      ledger: this.ledger,
      window: random.between(1, 8),
      settlesBySync: random.chance(0.5),
      sendsFirst: random.chance(0.3),
    };
  }

  /** Interruption after interruption, with or without time to heal in between. */
  private async live(client: ContractClient): Promise<void> {
    const random = new Random(this.plan.seed, `${client.name} lives`);
    const { line } = client.setup;
    while (!this.isOver) {
      const [heals, hurry] = [random.chance(0.75), random.between(0, 60)];
      if (heals) await client.until(() => this.isOver || client.isQuiet);
      else await pause(hurry);
      if (this.isOver) break;
      if (!line.inUse) {
        await pause(5);
        continue;
      }
      const [before, during] = [random.between(0, 4), random.between(0, 6)];
      const act = (times: number) => {
        for (let count = 0; count < times; count += 1) this.act(client, random);
      };
      act(before);
      const drops = line.drops;
      const fault = await strike({ client, random, act: () => act(during) });
      this.count(fault, line.drops - drops);
      if (random.chance(0.3)) line.bury();
    }
    this.calm(client);
  }

  private act(client: ContractClient, random: Random): void {
    if (client instanceof Customer) this.actAsCustomer(client, random);
    else if (client instanceof Agent) this.actAsAgent(client, random);
  }

  private actAsCustomer(customer: Customer, random: Random): void {
    const [kind, size, other] = [
      random.weighted({ say: 85, end: 3, long: 3, empty: 3, foreign: 3, closed: 3 }),
      random.between(1, 300),
      random.pick(this.customers),
    ];
    const clientId = this.mark(customer);
    const content = `${clientId} ${'x'.repeat(size)}`;
    switch (kind) {
      case 'say':
        customer.say(clientId, content);
        break;
      case 'end':
        customer.end();
        break;
      case 'long':
        customer.sayBadly(clientId, `${clientId} ${'x'.repeat(MESSAGE_MAX_CHARS)}`);
        break;
      case 'empty':
        customer.sayBadly(clientId, ' ');
        break;
      case 'foreign':
        if (other.person === customer.person || !other.openChat()) break;
        customer.sayBadly(clientId, content, other.openChat());
        break;
      case 'closed': {
        const closed = customer.closedChat();
        if (closed) customer.sayBadly(clientId, content, closed);
        break;
      }
    }
  }

  private actAsAgent(agent: Agent, random: Random): void {
    const [kind, which, to, size] = [
      random.weighted({ say: 88, close: 2, handOn: 3, long: 2, foreign: 2, queue: 1 }),
      random.next(),
      random.pick(this.agents),
      random.between(1, 300),
    ];
    const mine = [...agent.mine];
    const sessionId = mine[Math.floor(which * mine.length)];
    if (!sessionId) return;
    const clientId = this.mark(agent);
    const content = `${clientId} ${'y'.repeat(size)}`;
    switch (kind) {
      case 'say':
        agent.say(clientId, content, sessionId);
        break;
      case 'close':
        agent.closeChat(sessionId);
        break;
      case 'handOn':
        agent.handOn(sessionId, to.person);
        break;
      case 'queue':
        agent.handOn(sessionId);
        break;
      case 'long':
        agent.sayBadly(clientId, `${clientId} ${'y'.repeat(MESSAGE_MAX_CHARS)}`, sessionId);
        break;
      case 'foreign': {
        const closed = [...agent.views.values()].find((view) => view.isComplete);
        if (closed) agent.sayBadly(clientId, content, closed.sessionId);
        break;
      }
    }
  }

  private mark(client: ContractClient): string {
    return `${client.name}/${this.nextNumber()}`;
  }

  /** Lets everything heal, by what clients do on their own. */
  private async rest(): Promise<void> {
    for (const agent of this.agents) agent.acceptance = 1;
    await this.comeToRest(
      REST_MS,
      (client) => client.until(() => client.isQuiet),
      (client) => client.outbox[0]?.clientId,
    );
  }

  private report(chats: number): Report {
    const { sent } = this.ledger;
    return {
      ...this.summary,
      acked: sent.filter(({ outcome }) => outcome === 'acked').length,
      refused: sent.filter(({ outcome }) => outcome === 'refused').length,
      chats,
    };
  }
}
