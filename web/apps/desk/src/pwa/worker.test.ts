import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startWorker } from './worker';

type Listener = () => void;

/** Something that one can listen to, and that speaks when told. */
class Speaker {
  readonly #listeners = new Map<string, Set<Listener>>();
  addEventListener(name: string, listener: Listener, options?: { signal?: AbortSignal }) {
    const all = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, all.add(listener));
    options?.signal?.addEventListener('abort', () => all.delete(listener));
  }
  isHeard(name: string): boolean {
    return (this.#listeners.get(name)?.size ?? 0) > 0;
  }
  say(name: string) {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) listener();
  }
}

class FakeWorker extends Speaker {
  state = 'installing';
  readonly told: { type: string }[] = [];
  postMessage(message: { type: string }) {
    this.told.push(message);
  }
  become(state: string) {
    this.state = state;
    this.say('statechange');
  }
}

class FakeRegistration extends Speaker {
  installing: FakeWorker | null = null;
  waiting: FakeWorker | null = null;
}

class FakeContainer extends Speaker {
  controller: FakeWorker | null = null;
  readonly active = new FakeWorker();
  readonly registration = new FakeRegistration();
  readonly register = vi.fn(async () => this.registration);
  readonly ready = Promise.resolve({ active: this.active });
}

let container: FakeContainer;
const offers: (() => void)[] = [];
const reload = vi.fn();

beforeEach(() => {
  container = new FakeContainer();
  offers.length = 0;
  reload.mockReset();
  vi.stubGlobal('navigator', { serviceWorker: container });
  vi.stubGlobal('location', { reload, href: 'https://desk.example/', pathname: '/', origin: '' });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

async function start() {
  const handle = startWorker((begin) => offers.push(begin));
  await vi.waitFor(() => {
    expect(container.registration.isHeard('updatefound')).toBe(true);
    expect(container.active.told).toHaveLength(1);
  });
  return handle;
}

/** A newer worker that has been installed. */
function update(): FakeWorker {
  const next = new FakeWorker();
  container.registration.installing = next;
  container.registration.say('updatefound');
  next.become('installed');
  return next;
}

it('has the worker keep what the page is made of', async () => {
  await start();
  expect(container.active.told).toMatchObject([{ type: 'frontdesk:keep', app: 'portal' }]);
});

it('offers no first worker: nobody has to wait for it', async () => {
  await start();
  update();
  container.say('controllerchange');
  expect(offers).toHaveLength(0);
  expect(reload).not.toHaveBeenCalled();
});

it('offers a newer one once, and loads the page anew when it has begun', async () => {
  container.controller = container.active;
  await start();
  const next = update();
  next.become('installed');
  expect(offers).toHaveLength(1);
  expect(next.told).toEqual([]);
  offers[0]?.();
  expect(next.told).toEqual([{ type: 'frontdesk:activate' }]);
  expect(reload).not.toHaveBeenCalled();
  container.say('controllerchange');
  expect(reload).toHaveBeenCalledOnce();
});

it('does not load a page anew that has not asked for it', async () => {
  container.controller = container.active;
  await start();
  update();
  container.say('controllerchange');
  expect(reload).not.toHaveBeenCalled();
});

it('is quiet once it has stopped, and where workers are forbidden', async () => {
  container.controller = container.active;
  const { stop } = await start();
  stop();
  update();
  expect(offers).toHaveLength(0);
  container.register.mockRejectedValue(new Error('forbidden'));
  startWorker((begin) => offers.push(begin));
  await vi.waitFor(() => expect(container.active.told).toHaveLength(2));
  expect(offers).toHaveLength(0);
});
