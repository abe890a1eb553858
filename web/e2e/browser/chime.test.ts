// The sound for what comes while nobody looks: once, however many tabs are open.
import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from '../harness/browser';
import { chattingByWire } from '../harness/chat';
import { customerField, customerLog, lookAway } from '../harness/pages';

/** The two notes of one ring, in hertz, as the speakers get them. */
const RING = [880, 1175];

interface Heard {
  audio?: AudioContext[];
}

/** Listens in all tabs of a browser; gives what was heard so far. */
async function listen(context: BrowserContext): Promise<number[]> {
  const heard: number[] = [];
  await context.exposeBinding('sounds', (_source, hertz: number) => void heard.push(hertz));
  await context.addInitScript(listenHere);
  for (const page of context.pages()) await page.evaluate(listenHere);
  return heard;
}

/** In the page: tells of every note that is played. */
function listenHere(): void {
  const audio: AudioContext[] = [];
  (window as Heard).audio = audio;
  window.AudioContext = class extends AudioContext {
    constructor(...given: ConstructorParameters<typeof AudioContext>) {
      super(...given);
      audio.push(this);
    }
  };
  const { start } = OscillatorNode.prototype;
  OscillatorNode.prototype.start = function (when) {
    const page = window as unknown as { sounds(hertz: number): void };
    page.sounds(Math.round(this.frequency.value));
    start.call(this, when);
  };
}

/** The browser lets the tab sound, as it does once the person has done something in it. */
async function mayRing(tab: Page): Promise<void> {
  const states = () => tab.evaluate(() => (window as Heard).audio?.map(({ state }) => state));
  await expect.poll(states).toEqual(['running']);
}

test('an answer rings once while nobody looks, over all tabs, and not while somebody does', async ({
  open,
  desk,
}) => {
  let heard: number[] = [];
  const {
    customer: first,
    agent,
    sessionId,
  } = await chattingByWire(open, desk, async (page) => {
    heard = await listen(page.context());
  });
  const second = await first.context().newPage();
  await second.goto(first.url());
  const tabs = [first, second];
  await customerField(second).press('Shift');
  for (const tab of tabs) await mayRing(tab);
  const say = async (content: string) => {
    await agent.ok('chat-message', { sessionId, content, clientId: content });
    for (const tab of tabs) await expect(customerLog(tab).getByText(content)).toBeVisible();
  };
  await say('Which bell is it?');
  await lookAway(first);
  await say('The other tab shows it');
  await lookAway(second);
  await say('Are you still there?');
  // A ring for what was looked at would stand before this one.
  await expect.poll(() => heard).toEqual(RING);
  await say('I will wait');
  await expect.poll(() => heard).toEqual([...RING, ...RING]);
  const sound = first.getByRole('button', { name: 'Sound for new answers' });
  await sound.click();
  await say('Silently');
  await sound.click();
  await say('Aloud again');
  await expect.poll(() => heard).toEqual([...RING, ...RING, ...RING]);
  agent.close();
});

test('who begins a chat and looks away at once hears the answer', async ({ open, desk }) => {
  let heard: number[] = [];
  const { customer, agent, sessionId } = await chattingByWire(open, desk, async (page) => {
    heard = await listen(page.context());
  });
  await mayRing(customer);
  await lookAway(customer);
  await agent.ok('chat-message', { sessionId, content: 'Which bell is it?', clientId: 'q' });
  await expect.poll(() => heard).toEqual(RING);
  agent.close();
});
