/** The UI kit, under one name. See README.md for what is here. */
export { Avatar } from './avatar';
export {
  Badge,
  PriorityPill,
  priorityLabel,
  StatusPill,
  statusLabel,
  type Tone,
} from './badge';
export { Button, ButtonLink, type ButtonProps, IconButton } from './button';
export { Checkbox } from './checkbox';
export { ChoiceChips } from './choice-chips';
export { classes } from './classes';
export { Composer, type ComposerHandle, type ComposerProps } from './composer';
export type { ComposerSuggest, ComposerSuggestion } from './composer-suggest';
export { ConfirmDialog, Dialog } from './dialog';
export { DropZone } from './drop-zone';
export { ErrorBoundary } from './error-boundary';
export { Field, TextArea, TextField } from './field';
export { AttachmentList, FileChip } from './files/attachments';
export { FileTypeIcon } from './files/file-type';
export { useFileDrop } from './files/use-file-drop';
export { FileViewerHost } from './files/viewer-host';
export * from './format';
export { Highlighted } from './highlight';
export { loadMarkdown, Markdown } from './markdown';
export { Menu, type MenuEntry } from './menu';
export { PageTitle, useDocumentTitle } from './page-title';
export { LoadMore } from './pager';
export { RelativeTime, useNow } from './relative-time';
export { isTyping, SearchBox, type SearchGroup, type SearchOption } from './search-box';
export { Select, type SelectOption } from './select';
export { Loading, Spinner } from './spinner';
export { EmptyState, ErrorState, errorMessage, Notice } from './states';
export { setTitle, setUnread } from './tab-badge';
export { type TabItem, Tabs } from './tabs';
export {
  chatEntry,
  MessageBubble,
  Thread,
  type ThreadEntry,
  type ThreadEvent,
  type ThreadItem,
  withLinks,
} from './thread';
export { type ToastOptions, ToastProvider, useToast } from './toast';
export { keepTextDraft, useDraft } from './use-draft';
