// (Signatures; the bodies follow.)
import type {
  AgentDesk,
  AgentDeskSnapshot,
  Attachment,
  ConnectionState,
  DeskNotification,
  Faq,
  FrontdeskError,
  LiveChatStatus,
  NewTicket,
  StartOptions,
  ThreadMessage,
  Ticket,
  TicketQuery,
} from '@frontdesk/client';
import type { ReactElement } from 'react';

export interface UseFileUpload {
  uploading: boolean;
  /** 0 to 100 over all files under way. */
  progress: number;
  error: string | null;
  uploadedFiles: Attachment[];
  uploadFile(file: File): Promise<Attachment>;
  uploadMultiple(files: readonly File[]): Promise<Attachment[]>;
  clearUploads(): void;
  /** Stops what is under way. */
  cancel(): void;
}
export declare function useFileUpload(): UseFileUpload;

export interface UseLiveChat {
  connected: boolean;
  sessionId: string | null;
  messages: readonly ThreadMessage[];
  /** The agent is typing. */
  isTyping: boolean;
  agentName: string | null;
  error: string | null;
  waitingPosition: number | null;
  /** Opens the socket and starts a chat, or goes on with the open one. */
  connect(options?: StartOptions): void;
  sendMessage(text: string, attachments?: Attachment[]): void;
  /** Closes the socket; the chat stays open on the server. */
  disconnect(): void;

  connection: ConnectionState;
  status: LiveChatStatus;
  topic: string | null;
  estimatedWaitSeconds: number | null;
  agentReadSeq: number;
  failure: FrontdeskError | null;
  /** Goes on with an open chat, if there is one; starts none. */
  resume(): void;
  start(options?: StartOptions): Promise<void>;
  sendTyping(isTyping: boolean): void;
  markRead(): void;
  retry(clientId: string): void;
  discard(clientId: string): void;
  end(): Promise<void>;
  reset(): void;
}
export declare function useLiveChat(): UseLiveChat;

export interface UseNotifications {
  notifications: readonly DeskNotification[];
  unreadCount: number;
  markAsRead(id: string): Promise<void>;
  markAllAsRead(): Promise<void>;
  connection: ConnectionState;
  loading: boolean;
  hasMore: boolean;
  error: string | null;
  loadMore(): Promise<void>;
}
export declare function useNotifications(): UseNotifications;

export interface UseSupportTickets {
  tickets: Ticket[];
  loading: boolean;
  error: string | null;
  fetchTickets(query?: TicketQuery): Promise<void>;
  createTicket(ticket: NewTicket): Promise<Ticket>;
  hasMore: boolean;
  loadMore(): Promise<void>;
}
export declare function useSupportTickets(): UseSupportTickets;

export interface UseFAQ {
  faqs: Faq[];
  loading: boolean;
  error: string | null;
}
export declare function useFAQ(category?: string, search?: string): UseFAQ;

export interface UseAgentDesk extends AgentDeskSnapshot {
  desk: AgentDesk;
}
/** Connects while a component uses it. */
export declare function useAgentDesk(): UseAgentDesk;

export interface NotificationBellProps {
  /** A click on a notification; it is marked read by itself. */
  onOpen?(notification: DeskNotification): void;
  className?: string;
  /** Where the list opens; `end` lines it up with the button's right edge (default). */
  align?: 'start' | 'end';
}
export declare function NotificationBell(props: NotificationBellProps): ReactElement;
