import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { message } from '../../test/support/messages';
import { FrontdeskError, offlineError } from '../errors';
import type { ChatMessage } from '../types';
import { OUTBOX_MAX_MESSAGES, Outbox } from './outbox';
import type { Delivery as Outcome, OutgoingMessage, StoredMessage } from './outgoing';
import type { OutboxStorage } from './storage';

/** A delivery under way, to be decided by the test. */
interface Delivery {
  message: OutgoingMessage;
  arrive(): Promise<void>;
  fail(error: FrontdeskError): Promise<void>;
}

function setUp(storage?: OutboxStorage) {
  const deliveries: Delivery[] = [];
  const delivered: string[] = [];
  const line = { up: true };
  let seq = 0;
  const outbox = new Outbox({
    deliver: (outgoing) =>
      new Promise<Outcome>((resolve, reject) => {
        deliveries.push({
          message: outgoing,
          arrive: async () => {
            seq += 1;
            resolve({ stored: message(seq, outgoing.content, outgoing.clientId) });
            await settled();
          },
          fail: async (error) => {
            reject(error);
            await settled();
          },
        });
      }),
    onDelivered: (stored: ChatMessage) => delivered.push(stored.content),
    onChange: () => {},
    canDeliver: () => line.up,
    home: storage && { storage, join: null },
  });
  const states = (id = 's1') => outbox.pending(id).map(({ content, state }) => [content, state]);
  const next = () => {
    const delivery = deliveries.shift();
    if (!delivery) throw new Error('nothing is being delivered');
    return delivery;
  };
  return { outbox, deliveries, delivered, line, states, next };
}

const settled = () => vi.advanceTimersByTimeAsync(0);

function refusal(code: string, retryAfter?: number) {
  return new FrontdeskError({ code, message: code, retryAfter });
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('order', () => {
  it('has one message of a conversation in flight, and the next after its acknowledgement', async () => {
    const { outbox, deliveries, delivered, states, next } = setUp();
    outbox.add('s1', 'one');
    outbox.add('s1', 'two');
    expect(states()).toEqual([
      ['one', 'sending'],
      ['two', 'queued'],
    ]);
    expect(deliveries).toHaveLength(1);
    await next().arrive();
    expect(states()).toEqual([['two', 'sending']]);
    await next().arrive();
    expect(delivered).toEqual(['one', 'two']);
    expect(states()).toEqual([]);
  });

  it('lets conversations go side by side', () => {
    const { outbox, deliveries } = setUp();
    outbox.add('s1', 'one');
    outbox.add('s2', 'other');
    expect(deliveries.map((delivery) => delivery.message.content)).toEqual(['one', 'other']);
  });
});

describe('a dropped line', () => {
  it('keeps the message with its clientId, first in line for the next connection', async () => {
    const { outbox, deliveries, line, states, next } = setUp();
    const { clientId } = outbox.add('s1', 'one');
    outbox.add('s1', 'two');
    line.up = false;
    await next().fail(offlineError());
    await vi.advanceTimersByTimeAsync(60_000);
    expect(deliveries).toHaveLength(0);
    expect(states()).toEqual([
      ['one', 'queued'],
      ['two', 'queued'],
    ]);
    line.up = true;
    outbox.flush();
    expect(deliveries.map((delivery) => delivery.message.clientId)).toEqual([clientId]);
  });

  it('sends nothing while there is none', () => {
    const { outbox, deliveries, line } = setUp();
    line.up = false;
    outbox.add('s1', 'one');
    expect(deliveries).toHaveLength(0);
  });

  it('that was back before the failure was noticed is tried again after a while', async () => {
    const { outbox, deliveries, next } = setUp();
    outbox.add('s1', 'one');
    await next().fail(offlineError());
    await vi.advanceTimersByTimeAsync(1_000);
    expect(deliveries).toHaveLength(1);
  });
});

describe('a refusal', () => {
  it.each(['invalid-input', 'forbidden', 'conflict', 'not-found'])(
    'for good (%s) fails the message and lets the next one go',
    async (code) => {
      const { outbox, states, next } = setUp();
      outbox.add('s1', 'one');
      outbox.add('s1', 'two');
      await next().fail(refusal(code));
      expect(states()).toEqual([
        ['one', 'failed'],
        ['two', 'sending'],
      ]);
      expect(outbox.pending('s1')[0]?.failure?.code).toBe(code);
    },
  );

  it('of the rate waits as long as the server says, and keeps the order', async () => {
    const { outbox, deliveries, states, next } = setUp();
    outbox.add('s1', 'one');
    outbox.add('s1', 'two');
    await next().fail(refusal('rate-limited', 4));
    await vi.advanceTimersByTimeAsync(3_999);
    expect(deliveries).toHaveLength(0);
    expect(states()[0]).toEqual(['one', 'queued']);
    await vi.advanceTimersByTimeAsync(1);
    expect(next().message.content).toBe('one');
  });

  it('waits no longer of its own accord once there is a new connection', async () => {
    const { outbox, deliveries, next } = setUp();
    outbox.add('s1', 'one');
    await next().fail(refusal('timeout'));
    expect(deliveries).toHaveLength(0);
    outbox.flush();
    expect(next().message.content).toBe('one');
  });

  it('of the rate is heeded over a new connection, too', async () => {
    const { outbox, deliveries, next } = setUp();
    outbox.add('s1', 'one');
    await next().fail(refusal('rate-limited', 4));
    outbox.flush();
    expect(deliveries).toHaveLength(0);
  });

  it('by a fault of the server is tried again a few times, then left to the person', async () => {
    const { outbox, deliveries, states } = setUp();
    outbox.add('s1', 'one');
    let tries = 0;
    for (; deliveries.length > 0; tries += 1) {
      await deliveries.shift()?.fail(refusal('internal'));
      await vi.advanceTimersByTimeAsync(30_000);
    }
    expect(tries).toBe(5);
    expect(states()).toEqual([['one', 'failed']]);
  });

  it('can be answered by trying again, with the same clientId', async () => {
    const { outbox, delivered, next } = setUp();
    const { clientId } = outbox.add('s1', 'one');
    await next().fail(refusal('forbidden'));
    outbox.retry(clientId);
    const again = next();
    expect(again.message.clientId).toBe(clientId);
    await again.arrive();
    expect(delivered).toEqual(['one']);
  });

  it('can be answered by dropping the message', async () => {
    const { outbox, states, next } = setUp();
    const { clientId } = outbox.add('s1', 'one');
    await next().fail(refusal('forbidden'));
    outbox.discard(clientId);
    expect(states()).toEqual([]);
  });
});

it('a message in flight cannot be dropped, one that waits can', () => {
  const { outbox, states } = setUp();
  const first = outbox.add('s1', 'one');
  const second = outbox.add('s1', 'two');
  outbox.discard(first.clientId);
  outbox.discard(second.clientId);
  expect(states()).toEqual([['one', 'sending']]);
});

it('messages that were written before there was a conversation follow into it in order', async () => {
  const { outbox, line, states, delivered, next } = setUp();
  line.up = false;
  outbox.add('unstarted', 'one');
  outbox.add('unstarted', 'two');
  line.up = true;
  outbox.move('unstarted', 's1');
  expect(states('unstarted')).toEqual([]);
  await next().arrive();
  await next().arrive();
  expect(delivered).toEqual(['one', 'two']);
});

/** A storage whose writing the test can hold up or break. */
function memory(kept: StoredMessage[] = []) {
  const control = { kept, held: Promise.resolve(), isFull: false };
  const storage: OutboxStorage = {
    load: async () => [...control.kept],
    put: async (messages) => {
      await control.held;
      if (control.isFull) throw new DOMException('full', 'QuotaExceededError');
      for (const one of messages) {
        const at = control.kept.findIndex(({ clientId }) => clientId === one.clientId);
        if (at < 0) control.kept.push(one);
        else control.kept[at] = one;
      }
    },
    remove: async (clientIds) => {
      control.kept = control.kept.filter(({ clientId }) => !clientIds.includes(clientId));
    },
  };
  return { control, storage };
}

describe('storage', () => {
  it('brings unsent messages back, ahead of new ones, the failed ones still failed', async () => {
    const { storage } = memory();
    const before = setUp(storage);
    await settled();
    before.outbox.add('s1', 'refused');
    before.outbox.add('s1', 'in flight');
    await settled();
    await before.next().fail(refusal('forbidden'));
    before.outbox.close();

    const after = setUp(storage);
    after.line.up = false;
    after.outbox.add('s1', 'new');
    await settled();
    expect(after.states()).toEqual([
      ['refused', 'failed'],
      ['in flight', 'queued'],
      ['new', 'queued'],
    ]);
    expect(after.outbox.pending('s1')[0]?.failure?.message).toBe('forbidden');
  });

  it('has a message before it is sent, and no longer when it has arrived', async () => {
    const { control, storage } = memory();
    let goOn = () => {};
    control.held = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { outbox, deliveries, states, next } = setUp(storage);
    outbox.add('s1', 'one');
    await settled();
    expect(states()).toEqual([['one', 'queued']]);
    expect(deliveries).toHaveLength(0);
    goOn();
    await settled();
    expect(control.kept).toMatchObject([{ content: 'one', state: 'queued' }]);
    await next().arrive();
    expect(control.kept).toEqual([]);
  });

  it('that is full leaves the message in memory, says so, and sends it all the same', async () => {
    const { control, storage } = memory();
    control.isFull = true;
    const { outbox, states, line, delivered, next } = setUp(storage);
    line.up = false;
    outbox.add('s1', 'one');
    await settled();
    expect(states()).toEqual([['one', 'queued']]);
    expect(outbox.pending('s1')[0]?.unsaved).toBe(true);
    line.up = true;
    outbox.flush();
    await next().arrive();
    expect(delivered).toEqual(['one']);
  });

  it('of another person is another one', async () => {
    const { control, storage } = memory();
    const { outbox, states, line, deliveries } = setUp(storage);
    line.up = false;
    outbox.add('s1', 'secret');
    await settled();
    const other = memory();
    outbox.settle({ storage: other.storage, join: null });
    line.up = true;
    outbox.flush();
    await settled();
    expect(states()).toEqual([]);
    expect(deliveries).toHaveLength(0);
    expect(control.kept).toHaveLength(1);
    outbox.settle({ storage, join: null });
    await settled();
    expect(deliveries.map(({ message }) => message.content)).toEqual(['secret']);
  });

  it('is chosen later where it is not known yet, and what was written meanwhile goes there', async () => {
    const { control, storage } = memory();
    const deliveries: string[] = [];
    const outbox = new Outbox({
      deliver: (outgoing) => {
        deliveries.push(outgoing.content);
        return new Promise(() => {});
      },
      onDelivered: () => {},
      onChange: () => {},
      canDeliver: () => true,
      home: new Promise((resolve) => setTimeout(() => resolve({ storage, join: null }), 10)),
    });
    outbox.add('s1', 'early');
    await settled();
    expect(deliveries).toEqual([]);
    await vi.advanceTimersByTimeAsync(10);
    expect(deliveries).toEqual(['early']);
    expect(control.kept).toHaveLength(1);
  });
});

it('takes no more than it can keep', () => {
  const { outbox, line, states } = setUp();
  line.up = false;
  for (let count = 0; count < OUTBOX_MAX_MESSAGES; count += 1) outbox.add('s1', 'more');
  expect(() => outbox.add('s1', 'too much')).toThrow('Too many messages');
  expect(states()).toHaveLength(OUTBOX_MAX_MESSAGES);
});

describe('a message that is held for review', () => {
  it('lets the next one go, and is asked for again with every line', async () => {
    const { storage, control } = memory();
    const held = { outcome: { held: 'r1' } as Outcome };
    const asked: string[] = [];
    const outbox = new Outbox({
      deliver: async (outgoing) => {
        asked.push(outgoing.content);
        return outgoing.content === 'rude'
          ? held.outcome
          : { stored: message(1, outgoing.content, outgoing.clientId) };
      },
      onDelivered: () => {},
      onChange: () => {},
      canDeliver: () => true,
      home: { storage, join: null },
    });
    const rude = outbox.add('s1', 'rude');
    outbox.add('s1', 'polite');
    await settled();
    expect(outbox.pending('s1').map(({ content, state }) => [content, state])).toEqual([
      ['rude', 'held'],
    ]);
    expect(control.kept).toMatchObject([{ content: 'rude', state: 'held' }]);
    held.outcome = { stored: message(2, 'rude', rude.clientId) };
    outbox.flush();
    await settled();
    expect(asked).toEqual(['rude', 'polite', 'rude']);
    expect(outbox.pending('s1')).toEqual([]);
    expect(control.kept).toEqual([]);
  });

  it('fails when the review says no', async () => {
    const { outbox } = setUp();
    const { clientId } = outbox.add('s1', 'rude');
    outbox.fail(clientId, refusal('refused'));
    expect(outbox.pending('s1')).toMatchObject([{ state: 'failed', failure: { code: 'refused' } }]);
  });
});
