import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import { setUpPage } from '../test/page';
import { FrontdeskProvider, useArticlePages, useFAQ } from '.';
import { createServerClient } from './server';

const page = setUpPage();

function Questions() {
  const { faqs } = useFAQ('billing');
  const { articles } = useArticlePages();
  return [...faqs, ...articles].map(({ id, question }) => <p key={id}>{question}</p>);
}

it('hands what it has read to the page, which shows it without asking', async () => {
  page.server.rest.set('GET /faq', {
    status: 200,
    body: { success: true, data: [{ id: 'a1', question: 'How?' }], page: { next: null } },
  });
  const reader = createServerClient(page.server.url);
  await Promise.all([reader.faq('billing'), reader.articles()]);
  const state = JSON.parse(JSON.stringify(reader.state()));
  const asked = page.server.requests.length;
  const html = renderToString(
    <FrontdeskProvider client={page.client} state={state}>
      <Questions />
    </FrontdeskProvider>,
  );
  expect(html).toBe('<p>How?</p><p>How?</p>');
  expect(page.server.requests).toHaveLength(asked);
});

it('fails where the desk refuses', async () => {
  const reader = createServerClient(page.server.url);
  await expect(reader.article('none')).rejects.toMatchObject({ code: 'not-found' });
});
