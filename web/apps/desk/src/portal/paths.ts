/** The portal's addresses, for everyone who links to them. Articles link to each other by `/help/…`. */

export const articlePath = (slug: string): string => `/help/${encodeURIComponent(slug)}`;
export const categoryPath = (slug: string): string => `/categories/${encodeURIComponent(slug)}`;
export const ticketPath = (id: string): string => `/tickets/${encodeURIComponent(id)}`;
export const chatPath = (sessionId?: string): string =>
  sessionId === undefined ? '/chat' : `/chat/${encodeURIComponent(sessionId)}`;
export const searchPath = (q: string): string => `/search?q=${encodeURIComponent(q.trim())}`;
export const CONVERSATIONS_PATH = '/conversations';
export const NOTIFICATIONS_PATH = '/notifications';
