/**
 * The one thing that the launcher keeps on the host's page: that a conversation goes on, so that the
 * next page listens for its answers. Nothing is kept before the visitor has begun one.
 */
const KEY = 'frontdesk.widget';

export function remembersConversation(): boolean {
  try {
    return localStorage.getItem(KEY) === 'ongoing';
  } catch {
    return false;
  }
}

export function rememberConversation(ongoing: boolean): void {
  try {
    if (ongoing) localStorage.setItem(KEY, 'ongoing');
    else localStorage.removeItem(KEY);
  } catch {
    // Without storage the next page listens once the widget is opened.
  }
}
