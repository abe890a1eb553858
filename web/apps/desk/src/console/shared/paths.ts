// The console's addresses, in one place.

export const BASE = '/console';

export const paths = {
  inbox: `${BASE}/inbox`,
  view: (view: string) => `${BASE}/inbox/${encodeURIComponent(view)}`,
  inView: (view: string, id: string) =>
    `${BASE}/inbox/${encodeURIComponent(view)}/${encodeURIComponent(id)}`,
  /** In whichever view was looked at last. */
  chat: (id: string) => `${BASE}/chats/${encodeURIComponent(id)}`,
  ticket: (id: string) => `${BASE}/tickets/${encodeURIComponent(id)}`,
  articles: `${BASE}/articles`,
  newArticle: `${BASE}/articles/new`,
  categories: `${BASE}/articles/categories`,
  article: (id: string) => `${BASE}/articles/${encodeURIComponent(id)}`,
  reviews: `${BASE}/review`,
  review: (id: string) => `${BASE}/review/${encodeURIComponent(id)}`,
  search: (q = '') => `${BASE}/search${q ? `?q=${encodeURIComponent(q)}` : ''}`,
  announcements: `${BASE}/announcements`,
  settings: `${BASE}/settings`,
  setting: (section: string) => `${BASE}/settings/${section}`,
};
