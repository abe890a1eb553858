// Who one is: links that sign in, two people in one browser, visitors, and tokens that end.
import { expect, test } from '../harness/browser';
import { customerLog, startChat } from '../harness/pages';
import { someone } from '../harness/people';
import { inSeconds, token } from '../harness/tokens';

test('a link signs in, and its token leaves the address at once', async ({ open, desk }) => {
  const user = someone();
  const page = await open('/conversations', { as: user });
  await expect(page.getByRole('heading', { level: 1, name: 'My conversations' })).toBeVisible();
  await expect(page).toHaveURL(`${desk.url}/conversations`);
  await page.getByRole('button', { name: `Account: ${user.name}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page.getByText('Sign in to see your conversations.')).toBeVisible();
  await page.reload();
  await expect(page.getByText('Sign in to see your conversations.')).toBeVisible();
});

test('one browser can be a customer in the portal and an agent in the console', async ({
  open,
  desk,
}) => {
  const [user, staff] = [someone('user'), someone('agent')];
  const portal = await open('/', { as: user });
  const agentPage = await portal.context().newPage();
  await agentPage.goto(`${desk.url}/console#token=${token(staff)}`);
  await expect(agentPage.getByRole('button', { name: `Account of ${staff.name}` })).toBeVisible();
  await portal.reload();
  await expect(portal.getByRole('button', { name: `Account: ${user.name}` })).toBeVisible();
});

test('a customer does not get into the console', async ({ open }) => {
  const page = await open('/console/tickets', { as: someone() });
  await expect(page.getByText('This part is for staff')).toBeVisible();
});

test('a visitor gives a name and chats', async ({ open }) => {
  const page = await open('/chat');
  await page.getByLabel('Your name').fill('Wanda Passing');
  await page.getByRole('button', { name: 'Continue' }).click();
  await startChat(page, 'May I bring a dog?');
  await expect(page.getByText(/You are next|You are number \d+ in the queue/)).toBeVisible();
  // The same visitor is recognised after a reload.
  await page.reload();
  await expect(customerLog(page).getByText('May I bring a dog?')).toBeVisible();
});

test('a token that has ended is said to have ended', async ({ open, desk }) => {
  const page = await open('/');
  const ended = token({ ...someone(), exp: inSeconds(-60) });
  await page.goto(`${desk.url}/tickets#token=${ended}`);
  await expect(page).toHaveURL(`${desk.url}/conversations`);
  await expect(page.getByText('Your sign-in has ended.')).toBeVisible();
});

test('a token that the server does not take is given up', async ({ open, desk }) => {
  const page = await open('/');
  const forged = token(someone(), 'another secret than the one of the server');
  await page.goto(`${desk.url}/tickets#token=${forged}`);
  await expect(page.getByText('Your sign-in has ended.')).toBeVisible();
});
