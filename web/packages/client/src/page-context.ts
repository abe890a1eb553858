// Where a customer is when they begin a conversation: the page, and what the browser says of
// itself. Only staff sees it. Nothing is read before it is called.

import type { NewContext } from './types';

/** The page that a conversation is about, where that is not the one that runs this. */
export interface PageFacts {
  url: string;
  title: string;
  /** The page before; empty for none. */
  referrer: string;
}

// What the server takes at most, in characters.
const URL_MAX = 2_000;
const TITLE_MAX = 300;
const USER_AGENT_MAX = 500;

/** What the browser says now; null where there is none, as on a server. */
export function pageContext(page?: PageFacts): NewContext | null {
  if (typeof document === 'undefined') return null;
  const at = page ?? {
    url: location.href,
    title: document.title,
    referrer: document.referrer,
  };
  return {
    pageUrl: address(at.url),
    pageTitle: [...at.title.trim()].slice(0, TITLE_MAX).join('') || null,
    referrer: address(at.referrer),
    language: navigator.language || null,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone || null,
    userAgent: navigator.userAgent.slice(0, USER_AGENT_MAX) || null,
  };
}

/** An address of the web that is short enough; without its query when it is not. */
function address(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  url.username = '';
  url.password = '';
  if (url.href.length <= URL_MAX) return url.href;
  const short = url.origin + url.pathname;
  return short.length <= URL_MAX ? short : url.origin;
}
