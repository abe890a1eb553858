// The widget on a page of another origin, as a host application embeds it: from the button in the
// corner to the rating of a chat.
import type { Page } from '@playwright/test';
import { expectNoBarriers, expectNoSidewaysScroll } from '../harness/access';
import { chosen } from '../harness/attach';
import { expect, test } from '../harness/browser';
import { PNG } from '../harness/content';
import {
  frameOf,
  type HostPage,
  heard,
  hostPage,
  inside,
  launcher,
  openWidget,
} from '../harness/host-page';
import { accept, someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import { type Claims, token } from '../harness/tokens';
import { Wire } from '../harness/wire';

const QUESTION = 'My bell does not ring';

async function withHost(
  desk: Server,
  options: Parameters<typeof hostPage>[1],
  run: (host: HostPage) => Promise<void>,
): Promise<void> {
  const host = await hostPage(desk, options);
  try {
    await run(host);
  } finally {
    await host.close();
  }
}

/** A desk of the test's own, where nobody is and nothing is stored. */
async function withDesk(
  env: Record<string, string>,
  run: (desk: Server, admin: Rest) => Promise<void>,
): Promise<void> {
  const desk = await Server.start(env);
  try {
    await run(desk, new Rest(desk, someone('admin')));
  } finally {
    await desk.dispose();
  }
}

async function agentOn(desk: Server): Promise<Wire> {
  const agent = await Wire.as(desk, '/chat/agent', someone('agent'));
  await agent.next('waiting-sessions');
  return agent;
}

/** The script by which a host says who its visitor is, with a token each time that one is asked for. */
const identified = (claims: Claims) => `
  window.asked = 0;
  Frontdesk('identify', { token: () => { window.asked += 1; return ${JSON.stringify(token(claims))}; } });
`;

/** Names of what is kept: on the page itself, or in the frame, to which it may be denied. */
const keptBy = (where: Pick<Page, 'evaluate'>): Promise<string[]> =>
  where.evaluate(async () => {
    try {
      return [
        ...Object.keys(localStorage),
        ...Object.keys(sessionStorage),
        ...(document.cookie === '' ? [] : [document.cookie]),
        ...(await indexedDB.databases()).map(({ name }) => name ?? ''),
      ];
    } catch {
      return [];
    }
  });

test('a visitor finds an article, chats, sends a file and says how it was', async ({
  open,
  desk,
}) => {
  await withHost(desk, {}, async (host) => {
    const agent = await agentOn(desk);
    const page = await open('/', { at: host });
    await expect(launcher(page)).toBeVisible();
    expect(await keptBy(page)).toEqual([]);
    expect(page.frames()).toHaveLength(1);
    expect(
      await page.evaluate(() => Object.keys(window).filter((key) => /desk/i.test(key))),
    ).toEqual(['Frontdesk']);

    const widget = await openWidget(page);
    const search = widget.getByRole('combobox', { name: 'Search for help' });
    await search.fill('reset my password');
    await widget.getByRole('option', { name: /reset my password/ }).click();
    await expect(widget.getByRole('heading', { name: /reset my password/ })).toBeVisible();
    await widget.getByRole('button', { name: 'Yes', exact: true }).click();
    await expect(widget.getByText('Thank you for telling us.')).toBeVisible();
    // Reading keeps nothing.
    expect(await keptBy(frameOf(page))).toEqual([]);

    await widget.getByRole('button', { name: 'Back' }).click();
    await widget.getByRole('button', { name: /^Start a conversation/ }).click();
    await widget.getByRole('button', { name: 'Start the conversation' }).click();
    await expect(widget.getByText('Tell us in a sentence what it is about.')).toBeVisible();
    await widget.getByLabel('Your message').fill(QUESTION);
    await widget.getByLabel('Your name (optional)').fill('Vera');
    await widget.getByRole('button', { name: 'Start the conversation' }).click();
    const session = await agent.payload('session-queued', ({ userName }) => userName === 'Vera');
    await expect(widget.getByRole('log').getByText(QUESTION)).toBeVisible();
    await accept(agent, session.id);
    await expect(widget.getByText(/has joined\.$/)).toBeVisible();
    await agent.ok('chat-message', { sessionId: session.id, content: 'Can you show me?' });
    await expect(widget.getByText('Can you show me?')).toBeVisible();

    await widget
      .locator('.composer input[type=file]')
      .setInputFiles(chosen('bell.png', 'image/png', PNG));
    await expect(widget.getByRole('list', { name: 'Files' }).getByText('bell.png')).toBeVisible();
    await widget.getByRole('textbox', { name: /^Message/ }).fill('Here it is');
    await widget.getByRole('button', { name: 'Send', exact: true }).click();
    await expect(widget.getByRole('img', { name: 'bell.png' })).toBeVisible();
    const shown = await agent.payload('chat-message', ({ content }) => content === 'Here it is');
    expect(shown.files[0].name).toBe('bell.png');

    agent.emit('close-session', { sessionId: session.id });
    await widget.getByRole('radio', { name: 'Very good, 5 of 5' }).check();
    await widget.getByRole('button', { name: 'Send the rating' }).click();
    await expect(widget.getByText('Thank you. You rated it: Very good.')).toBeVisible();
    const conversationId = session.id;
    expect(await heard(page, 'conversation-started')).toEqual([{ conversationId }]);
    expect(await heard(page, 'csat')).toEqual([{ conversationId, score: 5 }]);
    agent.close();
  });
});

test('whom the host vouches for hears of answers while the widget is closed, on the next page too', async ({
  open,
  desk,
}) => {
  const user = someone();
  await withHost(desk, { script: identified(user) }, async (host) => {
    const agent = await agentOn(desk);
    const page = await open('/', { at: host });
    const widget = await openWidget(page);
    await widget.getByRole('button', { name: /^Start a conversation/ }).click();
    // Nobody is asked for what is known.
    await expect(widget.getByLabel('Your message')).toBeVisible();
    await expect(widget.getByLabel('Your name (optional)')).toHaveCount(0);
    await widget.getByLabel('Your message').fill(QUESTION);
    await widget.getByRole('button', { name: 'Start the conversation' }).click();
    const { id } = await agent.payload('session-queued', ({ userId }) => userId === user.sub);
    await accept(agent, id);
    await expect(widget.getByText(/has joined\.$/)).toBeVisible();

    await page.keyboard.press('Escape');
    await expect(launcher(page)).toHaveAttribute('aria-expanded', 'false');
    await expect(launcher(page)).toBeFocused();
    await agent.ok('chat-message', { sessionId: id, content: 'Which bell is it?' });
    await expect(launcher(page)).toHaveAccessibleName('Open support, 1 unread message');
    await expect(page.getByRole('button', { name: /Which bell is it\?/ })).toBeVisible();
    expect(await heard(page, 'unread')).toContainEqual({ count: 1 });
    expect(await heard(page, 'message')).toMatchObject([{ text: 'Which bell is it?' }]);

    // The next page listens by itself, since a conversation goes on.
    await page.goto(`${host.url}/next`);
    await expect(launcher(page)).toHaveAccessibleName('Open support, 1 unread message');
    await agent.ok('chat-message', { sessionId: id, content: 'Are you there?' });
    await page.getByRole('button', { name: /Are you there\?/ }).click();
    await expect(inside(page).getByRole('log').getByText('Which bell is it?')).toBeVisible();
    await expect(launcher(page)).toHaveAccessibleName('Close support');
    await expect.poll(() => heard(page, 'unread')).toContainEqual({ count: 0 });

    // Signed out, nothing of it stays.
    await page.evaluate(() => window.Frontdesk?.('logout'));
    await expect(inside(page).getByText('Which bell is it?')).toHaveCount(0);
    expect(await keptBy(page)).toEqual([]);
    agent.close();
  });
});

test('while nobody is there one leaves a message, in the looks that an admin has set', async ({
  open,
}) => {
  await withDesk({ VISITORS: 'true' }, async (desk, admin) => {
    await admin.put('/widget/settings', {
      name: 'Fernway',
      color: '#ffd400',
      side: 'left',
      greeting: 'Moin!',
      language: 'de',
    });
    await withHost(desk, {}, async (host) => {
      const page = await open('/', { at: host });
      await expect(launcher(page)).toHaveAccessibleName('Support öffnen');
      const box = await launcher(page).boundingBox();
      expect(box?.x).toBeLessThan(100);
      const widget = await openWidget(page);
      await expect(widget.getByRole('heading', { name: 'Moin!' })).toBeVisible();
      await widget.getByRole('button', { name: /^Nachricht hinterlassen/ }).click();
      await widget.getByLabel('Deine Nachricht').fill(QUESTION);
      await widget.getByLabel('Deine E-Mail-Adresse (freiwillig)').fill('vera@example.com');
      await expectNoBarriers(page, 'the form', frameOf(page));
      await widget.getByRole('button', { name: 'Nachricht hinterlassen' }).click();
      await expect(
        widget.getByRole('heading', { name: 'Deine Nachricht ist bei uns' }),
      ).toBeVisible();
      const { 0: ticket } = await admin.get('/tickets');
      expect(ticket.description).toContain(QUESTION);
    });
  });
});

test('an admin sets its looks and finds the line for a page, with a preview', async ({ open }) => {
  await withDesk({}, async (desk, admin) => {
    const console = await open('/console/settings/widget', { as: someone('admin'), at: desk });
    await expect(
      console.getByText(`<script src="${desk.url}/widget.js" async></script>`),
    ).toBeVisible();
    await console.getByRole('textbox', { name: 'Brand colour', exact: true }).fill('#ffd400');
    await expect(console.getByText(/Text on it is black/)).toBeVisible();
    await console.getByLabel('Greeting (optional)').fill('Moin!');
    const preview = console.getByRole('region', { name: 'Preview' });
    await expect(preview.getByText('Moin!')).toBeVisible();
    await expectNoBarriers(console, 'the widget’s settings');
    await expectNoSidewaysScroll(console, 'the widget’s settings');
    const origins = console.getByLabel('Sites that may embed it');
    await origins.fill('shop.example');
    await console.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(console.getByText(/must be an origin such as/).first()).toBeVisible();
    await origins.fill('https://shop.example');
    await console.getByRole('button', { name: 'Save', exact: true }).click();
    await expect(console.getByText('The widget is saved', { exact: true })).toBeVisible();
    expect(await admin.get('/widget/settings')).toMatchObject({
      color: '#ffd400',
      greeting: 'Moin!',
      allowedOrigins: ['https://shop.example'],
    });
  });
});

test('pages that an admin has not listed get no widget, and without visitors one is told how to write', async ({
  open,
}) => {
  await withDesk({ VISITORS: 'false' }, async (desk, admin) => {
    await withHost(desk, {}, async (host) => {
      await admin.put('/widget/settings', { contact: 'Write to help@example.com.' });
      const page = await open('/', { at: host });
      const widget = await openWidget(page);
      await expect(widget.getByText('Write to help@example.com.')).toBeVisible();
      await expect(widget.getByRole('button', { name: /conversation/ })).toHaveCount(0);

      await admin.put('/widget/settings', { allowedOrigins: ['https://shop.example'] });
      const refused = page.waitForEvent('console', (message) =>
        message.text().includes('the widget is not shown'),
      );
      // Not from the browser's cache.
      await page
        .context()
        .newCDPSession(page)
        .then((session) => session.send('Network.clearBrowserCache'));
      await page.reload();
      await refused;
      await expect(launcher(page)).toHaveCount(0);
    });
  });
});

test('on a phone it fills the screen, and keys alone lead through it', async ({ open, desk }) => {
  await withHost(desk, { script: identified(someone()) }, async (host) => {
    const page = await open('/', { at: host });
    await page.setViewportSize({ width: 360, height: 740 });
    await launcher(page).focus();
    await page.keyboard.press('Enter');
    const widget = inside(page);
    await expect(widget.getByRole('heading', { level: 1 })).toBeFocused();
    await expect(widget.getByRole('heading', { name: 'Popular articles' })).toBeVisible();
    const panel = await page.locator('frontdesk-widget .panel').boundingBox();
    expect(panel).toEqual({ x: 0, y: 0, width: 360, height: 740 });

    // Round all of it, and back at its beginning.
    const close = widget.getByRole('button', { name: 'Close', exact: true });
    await page.keyboard.press('Shift+Tab');
    await expect(close).toBeFocused();
    await page.keyboard.press('Shift+Tab');
    await expect(close).not.toBeFocused();
    // More may have come at its end meanwhile.
    await expect(async () => {
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.localName)).toBe('frontdesk-widget');
      await expect(close).toBeFocused({ timeout: 200 });
    }).toPass();

    await page.keyboard.press('Tab');
    await page.keyboard.type('delivery');
    await expect(widget.getByRole('option').first()).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(widget.getByRole('heading', { level: 2 }).first()).toBeVisible();
    // No wider than the screen.
    const overflow = await frameOf(page).evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await page.keyboard.press('Escape');
    await expect(launcher(page)).toBeFocused();
    await expect(launcher(page)).toHaveAttribute('aria-expanded', 'false');
  });
});

test('nothing of it keeps anybody out, light or dark', async ({ open, desk }) => {
  const user = someone();
  await withHost(desk, { script: identified(user) }, async (host) => {
    const agent = await agentOn(desk);
    const page = await open('/', { at: host });
    const widget = await openWidget(page);
    await expect(widget.getByRole('heading', { name: 'Popular articles' })).toBeVisible();
    await expectNoBarriers(page, 'home', frameOf(page));
    await widget.getByRole('combobox').fill('delivery');
    await expect(widget.getByRole('option').first()).toBeVisible();
    await expectNoBarriers(page, 'search', frameOf(page));
    await widget.getByRole('option').first().click();
    await expect(widget.locator('.prose')).toBeVisible();
    await expectNoBarriers(page, 'an article', frameOf(page));
    // By the page's own commands.
    await page.evaluate((text) => window.Frontdesk?.('open', 'new', text), QUESTION);
    await expect(widget.getByLabel('Your message')).toHaveValue(QUESTION);
    await expectNoBarriers(page, 'the form', frameOf(page));
    await widget.getByRole('button', { name: 'Start the conversation' }).click();
    const { id } = await agent.payload('session-queued', ({ userId }) => userId === user.sub);
    await accept(agent, id);
    await agent.ok('chat-message', { sessionId: id, content: 'Hello' });
    await expect(widget.getByRole('log').getByText('Hello', { exact: true })).toBeVisible();
    await expectNoBarriers(page, 'a chat', frameOf(page));
    await widget.getByRole('button', { name: 'More' }).click();
    await widget.getByRole('button', { name: 'End the conversation' }).click();
    await widget.getByRole('button', { name: 'End the conversation' }).click();
    await widget.getByRole('radio', { name: 'Good, 4 of 5', exact: true }).check();
    await expectNoBarriers(page, 'the rating', frameOf(page));
    agent.close();
  });
});
