// What an application may use of @frontdesk/react.

export { cacheOf } from './cache';
export { ContactForm, type ContactFormProps, type ContactFormSlot } from './contact-form';
export { FrontdeskProvider, type FrontdeskProviderProps, useFrontdesk, useMember } from './context';
export { FaqSearch, type FaqSearchProps, type FaqSearchSlot } from './faq-search';
export { LiveChat, type LiveChatProps, type LiveChatSlot } from './live-chat';
export { english, type Messages, type SomeMessages, withMessages } from './messages';
export { MessagesProvider, type MessagesProviderProps, useMessages } from './messages-context';
export { NotificationBell, type NotificationBellProps } from './notification-bell';
export type { ArticleList, TicketList as TicketQueryList } from './queries';
export type { ListedTicket } from './ticket-cache';
export { TicketList, type TicketListProps, type TicketListSlot } from './ticket-list';
export { type UseAgentDesk, useAgentDesk } from './use-agent-desk';
export { type UseArticle, useArticle } from './use-article';
export { type UseArticlePages, useArticlePages } from './use-article-pages';
export { type UseAttachment, useAttachment } from './use-attachment';
export {
  type UseChatAvailability,
  type UsePreChatForm,
  useChatAvailability,
  usePreChatForm,
} from './use-chat-availability';
export { type UseChime, useChime } from './use-chime';
export { type Combobox, type ComboboxOptions, useCombobox } from './use-combobox';
export { type ContactFormOptions, type UseContactForm, useContactForm } from './use-contact-form';
export { type UseFAQ, useFAQ } from './use-faq';
export { type FaqSearchOptions, type UseFaqSearch, useFaqSearch } from './use-faq-search';
export { type UseFileUpload, useFileUpload } from './use-file-upload';
export { type UseLiveChat, useLiveChat } from './use-live-chat';
export { type ChatPhase, type UseLiveChatPanel, useLiveChatPanel } from './use-live-chat-panel';
export {
  type UseNotificationPreferences,
  useNotificationPreferences,
} from './use-notification-preferences';
export { type UseNotifications, useNotifications } from './use-notifications';
export type { Pages } from './use-pages';
export { type UsePrefetch, usePrefetch } from './use-prefetch';
export { type UsePush, usePush } from './use-push';
export { type Search, type UseSearch, useSearch } from './use-search';
export {
  type Ask,
  type AsTyped,
  SEARCH_MIN_CHARS,
  useAsTyped,
  useSearchSuggestions,
} from './use-search-suggestions';
export { useSnapshot } from './use-snapshot';
export { type UseSupportTickets, useSupportTickets } from './use-support-tickets';
export { type CreateTicket, useCreateTicket } from './use-ticket-changes';
export { type UseTicketPages, useTicketPages } from './use-ticket-pages';
export { type UseUploadList, useUploadList } from './use-upload-list';
