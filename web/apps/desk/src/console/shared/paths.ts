// The console's addresses, in one place.

export const BASE = '/console';

export const paths = {
  chats: `${BASE}/chats`,
  chatHistory: `${BASE}/chats?show=history`,
  chat: (id: string) => `${BASE}/chats/${encodeURIComponent(id)}`,
  tickets: `${BASE}/tickets`,
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
