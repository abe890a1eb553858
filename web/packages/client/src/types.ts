// The shapes of the wire under the names that an application uses. All of them come
// from the generated schemas; nothing is typed a second time here.

import type { components } from './generated/schema';
import type { Wire } from './wire';

type Schemas = components['schemas'];

/** Members that the server fills in when they are missing or null become optional. */
type Input<Schema, Required extends keyof Schema> = Wire<Pick<Schema, Required>> &
  Wire<Partial<Omit<Schema, Required>>>;

export type Attachment = Wire<Schemas['Attachment']>;
export type Category = Wire<Schemas['Category']>;
export type ChatMessage = Wire<Schemas['ChatMessage']>;
export type ChatSession = Wire<Schemas['ChatSession']>;
export type ChatStatus = Wire<Schemas['ChatStatus']>;
export type Faq = Wire<Schemas['Faq']>;
export type FaqHit = Wire<Schemas['FaqHit']>;
export type FieldError = Wire<Schemas['FieldError']>;
export type Highlight = Wire<Schemas['Highlight']>;
export type NotificationType = Wire<Schemas['NotificationType']>;
export type Person = Wire<Schemas['Person']>;
export type Priority = Wire<Schemas['Priority']>;
export type Role = Wire<Schemas['Role']>;
export type SearchResults = Wire<Schemas['SearchResults']>;
export type Sender = Wire<Schemas['Sender']>;
export type SignedIn = Wire<Schemas['SignedIn']>;
export type Suggestions = Wire<Schemas['Suggestions']>;
export type Ticket = Wire<Schemas['Ticket']>;
export type TicketHit = Wire<Schemas['TicketHit']>;
export type TicketResponse = Wire<Schemas['Response']>;
export type TicketStatus = Wire<Schemas['TicketStatus']>;
export type WaitingSession = Wire<Schemas['WaitingSession']>;
export type AgentStatus = Wire<Schemas['AgentStatus']>;

/** What a notification leads to; the members depend on its type. */
export interface NotificationTarget {
  ticketId?: string;
  sessionId?: string;
  announcementId?: string;
  [member: string]: unknown;
}

/** Named apart from the browser's own `Notification`. */
export type DeskNotification = Omit<Wire<Schemas['Notification']>, 'data'> & {
  data: NotificationTarget;
};

export type ArticleInput = Input<Schemas['ArticleInput'], 'question' | 'answer'>;
export type CategoryInput = Input<Schemas['CategoryInput'], 'name'>;
export type NewAnnouncement = Wire<Schemas['NewAnnouncement']>;
export type NewResponse = Input<Schemas['NewResponse'], 'response'>;
export type NewTicket = Input<Schemas['NewTicket'], 'subject' | 'description'>;
/** What is missing stays as it is; `assignedTo: null` takes the assignee away. */
export type TicketPatch = Input<Schemas['TicketPatch'], never>;

/** `GET /config`: what the operator has set, as far as a client needs it. */
export interface DeskConfig {
  name: string;
  uploadMaxBytes: number;
  /** Media types, such as `image/png`. */
  uploadTypes: string[];
  messageMaxChars: number;
  /** Whether anonymous visitors may sign in. */
  visitors: boolean;
}

/** `GET /tickets/counts` (staff). */
export interface TicketCounts {
  open: number;
  inProgress: number;
  resolved: number;
  closed: number;
  unassigned: number;
  mine: number;
}

/** An agent's status as colleagues see it: `offline` without any connection. */
export type AgentPresence = AgentStatus | 'offline';

/** A row of `GET /agents` (staff). */
export interface Agent {
  id: string;
  name: string;
  email?: string | null;
  role: Role;
  status: AgentPresence;
  /** Chats that the agent holds. */
  chats: number;
}

/** One page of a list. `next` is given back as `cursor`; null on the last page. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export type Token = string | null;
/** A token, or how to get the current one; it is asked for before every use. */
export type TokenSource = Token | (() => Token | Promise<Token>);
