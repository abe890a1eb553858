/**
 * What the launcher keeps on the host's page, for the page after it: that a conversation goes on, so
 * that its answers are listened for, and a visitor's token. It is kept here and not in the frame,
 * since browsers may deny storage to a frame of another site, or forget it soon. Nothing is kept
 * before the visitor has begun to write.
 */
const KEY = 'frontdesk.widget';
const VISITOR_KEY = 'frontdesk.widget.visitor';

export const remembersConversation = (): boolean => read(KEY) === 'ongoing';

export const rememberConversation = (ongoing: boolean): void =>
  write(KEY, ongoing ? 'ongoing' : null);

export const keptVisitor = (): string | null => read(VISITOR_KEY);

export const keepVisitor = (token: string | null): void => write(VISITOR_KEY, token);

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Without storage the next page begins anew.
  }
}
