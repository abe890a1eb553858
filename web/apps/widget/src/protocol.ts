/**
 * What the launcher on a host's page and the page in the frame say to each other. The frame says
 * hello to whoever holds it; the launcher answers with a port, and all else goes over that port,
 * which nobody else can hear. Both sides come from the same build.
 */

/** The one message that is not said over the port. */
export const HELLO = 'frontdesk:hello';
/** Comes with the port. */
export const WELCOME = 'frontdesk:welcome';

/** What is shown first. */
export type Place =
  | { at: 'home' }
  | { at: 'new'; message?: string }
  | { at: 'article'; id: string }
  | { at: 'conversation'; id: string };

export type Theme = 'auto' | 'light' | 'dark';
export type Language = 'en' | 'de' | 'ar';

/** What the host's page has chosen over the desk's settings. */
export interface Choices {
  language?: Language;
  theme?: Theme;
  color?: string;
}

/** The host's page. */
export interface Page {
  url: string;
  title: string;
  /** The page before; empty for none. */
  referrer: string;
}

export type ToFrame =
  | {
      type: 'boot';
      choices: Choices;
      /** The host tells who its visitor is; tokens are asked for by `token-wanted`. */
      identified: boolean;
      /** The token of a visitor of an earlier page. */
      visitor: string | null;
    }
  /** Whether the panel is to be seen, and whether it fills the screen. */
  | { type: 'visible'; visible: boolean; full: boolean }
  | { type: 'open'; place: Place }
  | { type: 'identify' }
  | { type: 'logout' }
  /** Answers `token-wanted`. */
  | { type: 'token'; id: number; token: string | null }
  /** Answers `page-wanted`. */
  | { type: 'page'; id: number; page: Page }
  /** The focus comes in by the keyboard. */
  | { type: 'focus'; at: 'first' | 'last' };

export type ToLauncher =
  | { type: 'ready' }
  | { type: 'close' }
  /** `stale`: the token that it had is about to end. */
  | { type: 'token-wanted'; id: number; stale: boolean }
  /** A conversation begins: where? It is asked then, and not before. */
  | { type: 'page-wanted'; id: number }
  | { type: 'unread'; count: number }
  /** A message of an agent's that came while the panel was closed. */
  | { type: 'message'; id: string; name: string; text: string; conversationId: string }
  | { type: 'conversation-started'; conversationId: string }
  | { type: 'csat'; conversationId: string; score: number }
  /** A visitor has begun to write, or is no longer one: what the next page is to be told. */
  | { type: 'visitor'; token: string | null }
  /** Whether something goes on that the next page should hear of. */
  | { type: 'ongoing'; ongoing: boolean };
