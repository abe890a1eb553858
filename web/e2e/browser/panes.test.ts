// The console's panes: the list's width, the details beside a conversation and what stands in them,
// and articles that are put into a reply.
import { expectNoBarriers } from '../harness/access';
import { expect, type Open, test } from '../harness/browser';
import { chatting } from '../harness/chat';
import { agentField, inboxList } from '../harness/pages';
import { someone } from '../harness/people';
import { Rest } from '../harness/rest';
import type { Server } from '../harness/server';

const WIDE = { width: 1440, height: 900 };

async function opened(open: Open, desk: Server) {
  const ticket = await new Rest(desk, someone()).post('/tickets', {
    subject: 'The stand leans',
    description: 'To the left.',
  });
  const agent = await open(`/console/inbox/all/${ticket.id}`, { as: someone('agent') });
  await agent.setViewportSize(WIDE);
  await expect(agent.getByRole('heading', { level: 1, name: 'The stand leans' })).toBeVisible();
  return { agent, ticket };
}

test('the list is made wider and the details are closed, and both stay so', async ({
  open,
  desk,
}) => {
  const { agent } = await opened(open, desk);
  const divider = agent.getByRole('separator', { name: 'Width of the list' });
  const list = agent.getByRole('region', { name: 'Conversations' });
  const width = async () => (await list.boundingBox())?.width ?? 0;
  const before = await width();
  await divider.focus();
  await agent.keyboard.press('ArrowRight');
  await agent.keyboard.press('ArrowRight');
  await expect(divider).toHaveAttribute('aria-valuenow', '23');
  await expect.poll(width).toBe(before + 32);

  const details = agent.getByRole('complementary', { name: 'Properties of the ticket' });
  await expect(details).toBeVisible();
  await agent.getByRole('button', { name: 'Details', exact: true }).click();
  await expect(details).toBeHidden();
  await agent.reload();
  await expect(agent.getByRole('heading', { level: 1, name: 'The stand leans' })).toBeVisible();
  await expect(details).toBeHidden();
  expect(await width()).toBe(before + 32);

  // A press goes on to the widest, and the next begins again.
  await divider.click();
  await expect(divider).toHaveAttribute('aria-valuenow', '34');
  await divider.click();
  await expect(divider).toHaveAttribute('aria-valuenow', '16');
  await agent.getByRole('button', { name: 'Details', exact: true }).click();
  await expect(details).toBeVisible();
});

test('an article is found and put into a chat, which is tagged in its details', async ({
  open,
  desk,
}) => {
  const { agent, customerName } = await chatting(open);
  await agent.setViewportSize(WIDE);
  const field = agentField(agent, customerName);
  await field.fill('Look here:  !');
  await field.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(11, 11));
  await agent.getByRole('button', { name: 'Insert an article' }).click();
  const dialog = agent.getByRole('dialog', { name: 'Insert an article' });
  await dialog.getByRole('combobox', { name: 'Search the articles' }).fill('warranty');
  const article = dialog.getByRole('option').first();
  await expect(article).toContainText(/warranty/i);
  await expectNoBarriers(agent, 'looking for an article to insert');
  await article.click();
  await expect(dialog).toHaveCount(0);
  await expect(field).toHaveValue(new RegExp(`^Look here: .+: ${desk.url}/help/\\S+  !$`));
  await expect(field).toBeFocused();

  const tag = `bell-${Date.now()}`;
  const tags = agent
    .getByRole('complementary', { name: `About ${customerName}` })
    .getByRole('textbox', { name: 'Tags' });
  await tags.fill(tag);
  await tags.press('Enter');
  await agent
    .getByRole('navigation', { name: 'Views' })
    .getByRole('link', { name: /^All open/ })
    .click();
  await expect(
    inboxList(agent).getByRole('link', { name: new RegExp(customerName) }),
  ).toContainText(tag);
});

test('the files of a conversation stand in its details', async ({ open, desk }) => {
  const customer = new Rest(desk, someone());
  const uploaded = await customer.upload(
    new File(['The list of parts'], 'parts.txt', { type: 'text/plain' }),
  );
  const { cid } = (await uploaded.json()).data;
  const ticket = await customer.post('/tickets', {
    subject: 'Parts are missing',
    description: 'See the list.',
    attachments: [cid],
  });
  const agent = await open(`/console/inbox/all/${ticket.id}`, { as: someone('agent') });
  await agent.setViewportSize(WIDE);
  const details = agent.getByRole('complementary', { name: 'Properties of the ticket' });
  await expect(details.getByRole('heading', { name: 'Files' })).toBeVisible();
  await details.getByRole('link', { name: /parts\.txt/ }).click();
  await expect(agent.getByText('The list of parts')).toBeVisible();
});
