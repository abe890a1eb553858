/**
 * What a host's page may say to the widget, and hear from it: the types of `window.Frontdesk`.
 */
import type { Language, Theme } from '../protocol';

/** What a page chooses over the desk's own settings. */
export interface BootOptions {
  /** The language; otherwise the desk's choice, or the browser's. */
  language?: Language;
  /** Light, dark, or as the visitor's system is. */
  theme?: Theme;
  /** The brand's colour, as `#rrggbb`. */
  color?: string;
  side?: 'left' | 'right';
  /** CSS pixels from that side of the window. */
  offsetX?: number;
  /** CSS pixels from the window's lower edge. */
  offsetY?: number;
  /** False: no button; the page opens the widget itself. */
  launcher?: boolean;
}

/** A token of the host's own backend, or a function that gives one that is valid now. */
export interface Identity {
  token: string | (() => string | Promise<string>);
}

export interface WidgetEvents {
  /** The widget is on the page. */
  ready: undefined;
  open: undefined;
  close: undefined;
  /** Unread messages of agents, whenever their number changes. */
  unread: { count: number };
  /** A message of an agent that came while the widget was closed. */
  message: { id: string; name: string; text: string; conversationId: string };
  'conversation-started': { conversationId: string };
  /** A chat was rated, from 1 to 5. */
  csat: { conversationId: string; score: number };
}

export type EventName = keyof WidgetEvents;
export type EventListener<Name extends EventName> = (detail: WidgetEvents[Name]) => void;

/** `Frontdesk('show')`, `Frontdesk('on', 'unread', ({ count }) => …)`. */
export interface FrontdeskCommand {
  /** Puts the widget on the page; the script does it by itself unless it says `data-boot="manual"`. */
  (command: 'boot', options?: BootOptions): void;
  /** Changes options of a widget that is there. */
  (command: 'update', options: BootOptions): void;
  (command: 'show' | 'hide' | 'toggle'): void;
  /** Opens the widget at an article, by its id or slug. */
  (command: 'open', what: 'article', id: string): void;
  (command: 'open', what: 'conversation', id: string): void;
  /** Opens the form of a new conversation, with a message in it if there is one. */
  (command: 'open', what: 'new', message?: string): void;
  /** Tells who the visitor is. */
  (command: 'identify', identity: Identity): void;
  /** The visitor has signed out: nothing of them stays in this browser. */
  (command: 'logout'): void;
  /** Takes the widget off the page; `boot` brings it back. */
  (command: 'shutdown'): void;
  <Name extends EventName>(command: 'on' | 'off', name: Name, listener: EventListener<Name>): void;
  /** Calls that were made before the script had loaded. */
  q?: unknown[][];
}

declare global {
  interface Window {
    Frontdesk?: FrontdeskCommand;
  }
}
