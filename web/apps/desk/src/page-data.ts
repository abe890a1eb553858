/** What the server has written into the page, so that the app need not ask for it first. */
import type { Category, DeskConfig, Faq, RelatedFaq } from '@frontdesk/client';

interface PageData {
  config?: DeskConfig;
  categories?: Category[];
  /** On the front page: what is read most. */
  popular?: Faq[];
  /** On an article's page. */
  article?: Faq;
  /** … and articles like it. */
  related?: RelatedFaq[];
}

export const pageData: PageData = read(document.getElementById('page-data')?.textContent);

/** A page without data, such as one of the development server, has nothing to give. */
function read(text: string | null | undefined): PageData {
  return text ? (JSON.parse(text) as PageData) : {};
}
