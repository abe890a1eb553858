/** The documentation's addresses. `/docs/plain`, `/docs/errors` and its style are the server's. */
export const DOCS = '/docs';

export const docsPath = {
  page: (path: string, anchor?: string) => `${DOCS}/${path}${anchor ? `#${anchor}` : ''}`,
  api: `${DOCS}/api`,
  subject: (name: string, operation?: string) =>
    `${DOCS}/api/${name}${operation ? `#${operation}` : ''}`,
  plain: `${DOCS}/plain`,
  errors: `${DOCS}/errors`,
};
