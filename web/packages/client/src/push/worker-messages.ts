// What the pages of the web app and its service worker say to each other. No code lives here
// but the names: the worker is built on its own.

/** A push message as the desk sends it, as JSON. */
export interface PushPayload {
  title: string;
  body?: string;
  /** A later one with the same tag takes its place. */
  tag?: string;
  /** Where a click leads: a path of the web app, or a whole address of it. */
  url?: string;
  /** The ids of the notifications that it tells of; of many, the latest. */
  notificationIds?: string[];
  /** Lets the worker mark all of them read; good for nothing else. */
  readToken?: string;
}

/** The worker asks whether the page has told these; the answer goes to the port beside it. */
export interface ToldQuestion {
  type: 'frontdesk:told?';
  notifications: string[];
}

/** The page's answer: all of them were told there. */
export interface ToldAnswer {
  told: boolean;
}

/** The worker asks a page that it has brought to the front to go somewhere. */
export interface OpenRequest {
  type: 'frontdesk:open';
  url: string;
}

/** The browser has changed the subscription: a page should tell the desk. */
export interface SubscriptionChanged {
  type: 'frontdesk:subscription-changed';
}

export type WorkerMessage = ToldQuestion | OpenRequest | SubscriptionChanged;
