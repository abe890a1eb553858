// The shapes of the wire under the names that an application uses. All of them come
// from the generated schemas; nothing is typed a second time here.

import type { components } from './generated/schema';

type Schemas = components['schemas'];

/** Members that the server fills in when they are missing or null become optional. */
type Input<Schema, Required extends keyof Schema> = Pick<Schema, Required> &
  Partial<Omit<Schema, Required>>;

/** A row of `GET /agents` (staff). */
export type Agent = Schemas['AgentView'];
/** What an admin may change of an agent; what is missing stays. */
export type AgentPatch = Partial<Schemas['AgentUpdate']>;
/** How a colleague stands: status, chats, capacity. */
export type AgentPresence = Schemas['AgentPresence'];
/** What came of applying a macro. */
export type AppliedMacro = Schemas['AppliedMacro'];
export type AgentStatus = Schemas['AgentStatus'];
/** A file that was uploaded, as far as it is known now. */
export type Attachment = Schemas['Attachment'];
export type AuditEntry = Schemas['AuditEntry'];
/** Whether a chat that is begun now finds somebody. */
export type Availability = Schemas['Availability'];
export type BusinessHours = Schemas['BusinessHours'];
/** An article that searches led to. */
export type AnsweringArticle = Schemas['AnsweringArticle'];
export type Category = Schemas['Category'];
export type ChatHit = Schemas['ChatHit'];
export type ChatMessage = Schemas['ChatMessage'];
export type ChatSession = Schemas['ChatSession'];
export type ChatStatus = Schemas['ChatStatus'];
/** A chat or a ticket, as far as both are alike. */
export type Conversation = Schemas['Conversation'];
/** Where a conversation began, as its customer's browser said; for staff. */
export type ConversationContext = Schemas['ConversationContext'];
/** `conversations-changed`: lists are to be read again. */
export type ConversationsChanged = Schemas['ConversationsChanged'];
export type CustomerHit = Schemas['CustomerHit'];
/** `GET /config`: what the operator has set, as far as a client needs it. */
export type DeskConfig = Schemas['PublicConfig'];
/** Somebody of the staff who looks at a conversation. */
export type ConversationViewer = Schemas['Viewer'];
/** How the results are spread over a filter's values. */
export type FacetCount = Schemas['FacetCount'];
export type Facets = Schemas['Facets'];
export type Faq = Schemas['Faq'];
export type FaqHit = Schemas['FaqHit'];
export type FieldError = Schemas['FieldError'];
/** A filter that completes the last word of a query. */
export type FilterSuggestion = Schemas['FilterSuggestion'];
/** A question of the form before a chat. */
export type FormField = Schemas['FormField'];
export type Highlight = Schemas['Highlight'];
export type Holiday = Schemas['Holiday'];
export type InitiatedChat = Schemas['Initiated'];
/** A language that search knows the words of. */
export type Language = Schemas['Language'];
/** Where the words of a query stand. */
export type MatchPlace = Schemas['MatchPlace'];
export type ModerationRule = Schemas['ModerationRule'];
export type ModerationRuleInput = Input<Schemas['RuleInput'], 'kind' | 'action' | 'name'>;
/** A prepared answer. */
export type Macro = Schemas['Macro'];
/** A conversation that went into another one. */
export type MergedConversation = Schemas['MergedConversation'];
/** What would happen to a text. */
export type ModerationTrial = Schemas['Trial'];
export type ModerationTry = Input<Schemas['TryText'], 'content'>;
/** What became of a message that was left. */
export type MessageLeft = Schemas['MessageLeft'];
/** What staff writes beside a conversation; the customer never sees it. */
export type Note = Schemas['Note'];
/** What a page says of itself when a conversation begins. */
export type NewContext = Schemas['NewContext'];
export type NotificationType = Schemas['NotificationType'];
/** A line of one's own list: a ticket, a chat, or both. */
export type OwnConversation = Schemas['OwnConversation'];
export type OwnStatus = Schemas['OwnStatus'];
export type Person = Schemas['Person'];
/** What staff has written down about a person, who never sees it. */
export type PersonNote = Schemas['PersonNote'];
/** A person as staff sees them. */
export type PersonProfile = Schemas['PersonProfile'];
export type PreChatAnswer = Schemas['PreChatAnswer'];
export type PreChatForm = Schemas['PreChatForm'];
export type Priority = Schemas['Priority'];
/** A page of ratings with the summary of all. */
export type RatingPage = Schemas['RatingPage'];
/** A message that was held or flagged, and what became of it. */
export type Review = Schemas['Review'];
/** A review with what was said around it. */
/** An article like another one. */
export type RelatedFaq = Schemas['RelatedFaq'];
export type ReviewInContext = Schemas['ReviewInContext'];
export type Role = Schemas['Role'];
/** Who was to get a chat, and why. */
export type RoutingDecision = Schemas['Decision'];
/** One query, over all searches for it. */
export type QueryStats = Schemas['QueryStats'];
/** What was searched for, and what came of it. */
export type SearchAnalytics = Schemas['SearchAnalytics'];
/** A result that was opened. */
export type SearchClick = Schemas['ClickInput'];
export type SearchHitType = Schemas['HitType'];
/** How the index compares with the store. */
export type SearchIndexCheck = Schemas['SearchIndexCheck'];
export type SearchIndexStatus = Schemas['SearchIndexStatus'];
export type SearchResults = Schemas['SearchResults'];
export type SearchSort = Schemas['SearchSort'];
/** Where a search was typed. */
export type SearchSurface = Schemas['SearchSurface'];
export type SearchTotals = Schemas['SearchTotals'];
export type SearchType = Schemas['SearchType'];
export type Sender = Schemas['Sender'];
export type SignedIn = Schemas['SignedIn'];
export type SuggestedArticle = Schemas['SuggestedArticle'];
export type Suggestions = Schemas['Suggestions'];
/** Words that mean the same to those who search. */
export type Synonym = Schemas['Synonym'];
export type SynonymInput = Input<Schemas['SynonymInput'], 'kind' | 'terms'>;
export type Team = Schemas['Team'];
export type TeamInput = Input<Schemas['TeamInput'], 'name'>;
export type Ticket = Schemas['Ticket'];
/** `GET /tickets/counts` (staff). */
export type TicketCounts = Schemas['TicketCounts'];
export type TicketHit = Schemas['TicketHit'];
export type TicketResponse = Schemas['Response'];
export type TicketStatus = Schemas['TicketStatus'];
export type Topic = Schemas['Topic'];
/** Where a transcript was sent. */
export type TranscriptSent = Schemas['TranscriptSent'];
/** Whether a customer is there; to those who hold one of their chats. */
export type UserPresence = Schemas['UserPresence'];
export type WaitingSession = Schemas['WaitingSession'];
/** The opening hours of each day. */
export type Week = Schemas['Week'];

/** How the embeddable widget looks and what it shows, as it is told. */
export type WidgetConfig = Schemas['WidgetConfig'];
/** The same as admins set it. */
export type WidgetSettings = Schemas['WidgetSettings'];
/** How far the desk is set up. */
export type SetupState = Schemas['SetupState'];

/** Whether a scanner has looked at a file; nobody may open what is `pending` or `infected`. */
export type ScanState = Schemas['ScanState'];

/** `GET /storage` (admins). */
export type StorageSummary = Schemas['StorageSummary'];
/** A row of `GET /storage/files` (admins). */
export type StoredFile = Schemas['StoredFileView'];

/** How a person wants to be told of what, and where they are reached. */
export type NotificationPreferences = Schemas['NotificationPreferences'];
/** What is missing stays as it is. */
export type NotificationPreferencesPatch = Partial<
  Omit<Schemas['PreferencesPatch'], 'channels'> & {
    channels: { [type: string]: Partial<Schemas['TypePatch']> };
  }
>;
/** How one type of notification is told. */
export type TypePreferences = Schemas['TypePreferences'];
export type MailPace = Schemas['MailPace'];
export type Escalation = Schemas['Escalation'];
export type QuietHours = Schemas['QuietHours'];
/** A browser that takes push messages. */
export type PushDevice = Schemas['PushDevice'];
/** A conversation of which nothing is sent. */
export type Mute = Schemas['Mute'];
/** What the link in a mail is about, and whether it is still sent. */
export type MailSubscription = Schemas['Subscription'];

/** A way to reach somebody, or an endpoint of the operator's. */
export type Channel = Schemas['Channel'];
/** What has left, or is to leave, for one person by one channel, or for one endpoint. */
export type Delivery = Schemas['Delivery'];
export type DeliveryAttempt = Schemas['DeliveryAttempt'];
export type DeliveryDetail = Schemas['DeliveryDetail'];
export type DeliverySummary = Schemas['DeliverySummary'];
export type ChannelSummary = Schemas['ChannelSummary'];
export type HourTotals = Schemas['HourTotals'];
export type SkipReason = Schemas['SkipReason'];
/** An endpoint of the operator's that gets events. */
export type InboundMail = Schemas['InboundMail'];
export type InboundMailState = Schemas['InboundMailState'];
export type Webhook = Schemas['Webhook'];
export type NewWebhook = Schemas['NewWebhook'];
export type WebhookPatch = Partial<Schemas['WebhookPatch']>;

/** One line of the agents' inbox. */
export type InboxItem = Schemas['InboxItem'];
export type InboxFilter = Schemas['InboxFilter'];
export type InboxStatus = Schemas['InboxStatus'];
export type InboxOrder = Schemas['InboxOrder'];
export type InboxCounts = Schemas['InboxCounts'];
/** A filter of the inbox that somebody has given a name. */
export type SavedView = Schemas['SavedView'];
export type NewSavedView = Omit<Input<Schemas['NewSavedView'], 'name'>, 'filter'> & {
  filter?: Partial<InboxFilter>;
};
export type ConversationKind = Schemas['ConversationKind'];
export type Visibility = Schemas['Visibility'];
/** What is changed of a conversation; what is missing stays as it is. */
export type ConversationChange = Partial<Schemas['ConversationChange']>;
export interface ConversationChangeOf {
  id: string;
  change: ConversationChange;
}
export type BulkChanged = Schemas['BulkChanged'];
/** What an agent has begun to write in a conversation. */
export type Draft = Schemas['Draft'];
export type DraftKind = Schemas['DraftKind'];

/** What a notification leads to; the members depend on its type. */
export interface NotificationTarget {
  ticketId?: string;
  sessionId?: string;
  announcementId?: string;
  [member: string]: unknown;
}

/** Named apart from the browser's own `Notification`. */
export type DeskNotification = Omit<Schemas['Notification'], 'data'> & {
  data: NotificationTarget;
};

export type ArticleInput = Input<Schemas['ArticleInput'], 'question' | 'answer'>;
export type CategoryInput = Input<Schemas['CategoryInput'], 'name'>;
export type NewAnnouncement = Schemas['NewAnnouncement'];
export type NewMacro = Input<Schemas['NewMacro'], 'title' | 'content'>;
export type NewNote = Input<Schemas['NewNote'], 'content'>;
/** What a customer thought of it: 1 to 5, and words. */
export type NewRating = Input<Schemas['NewRating'], 'score'>;
export type NewResponse = Input<Schemas['NewResponse'], 'response'>;
export type OfflineMessage = Input<Schemas['OfflineMessage'], 'message'>;
export type NewTicket = Input<Schemas['NewTicket'], 'subject' | 'description'>;
/** What is missing stays as it is; `assignedTo: null` takes the assignee away. */
export type TicketPatch = Input<Schemas['TicketPatch'], never>;

/** One page of a list. `next` is given back as `cursor`; null on the last page. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}

export type Token = string | null;
/** A token, or how to get the current one; it is asked for before every use. */
export type TokenSource = Token | (() => Token | Promise<Token>);
