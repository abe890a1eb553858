import { expect, it, vi } from 'vitest';
import { Told } from './told';

it('knows what was told, and forgets the oldest', () => {
  const told = new Told();
  for (let n = 0; n < 501; n += 1) told.add(`n${n}`);
  expect(told.hasAll(['n1', 'n500'])).toBe(true);
  expect(told.hasAll(['n0'])).toBe(false);
  expect(told.hasAll(['n1', 'other'])).toBe(false);
});

it('of nothing it can’t be said', () => {
  expect(new Told().hasAll([])).toBe(false);
});

it('answers the worker until it is closed', () => {
  const container = new EventTarget() as ServiceWorkerContainer;
  const told = new Told();
  told.add('n1');
  told.answer(container);
  const port = { postMessage: vi.fn() };
  const ask = (notifications: string[]) =>
    container.dispatchEvent(
      Object.assign(new Event('message'), {
        data: { type: 'frontdesk:told?', notifications },
        ports: [port],
      }),
    );
  ask(['n1']);
  ask(['n2']);
  expect(port.postMessage.mock.calls).toEqual([[{ told: true }], [{ told: false }]]);
  told.close();
  ask(['n1']);
  expect(port.postMessage).toHaveBeenCalledTimes(2);
});
