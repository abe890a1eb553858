// Which key means what in the console, and when a key must be left alone. Pure functions; the
// listening is in use-shortcuts.ts.

export type ShortcutId =
  | 'next'
  | 'previous'
  | 'select'
  | 'extendDown'
  | 'extendUp'
  | 'leave'
  | 'accept'
  | 'compose'
  | 'note'
  | 'resolve'
  | 'snooze'
  | 'assign'
  | 'tags'
  | 'priority'
  | 'undo'
  | 'inbox'
  | 'unassigned'
  | 'articles'
  | 'reviews'
  | 'approve'
  | 'reject'
  | 'search'
  | 'help';

export interface Shortcut {
  id: ShortcutId;
  /** As `KeyboardEvent.key` reports it. */
  key: string;
  does: string;
}

export const SHORTCUTS: readonly Shortcut[] = [
  { id: 'next', key: 'j', does: 'Next in the list' },
  { id: 'previous', key: 'k', does: 'Previous in the list' },
  { id: 'select', key: 'x', does: 'Select a conversation, or no longer' },
  { id: 'extendDown', key: 'J', does: 'Select on to the next' },
  { id: 'extendUp', key: 'K', does: 'Select on to the previous' },
  { id: 'leave', key: 'Escape', does: 'Select none' },
  { id: 'accept', key: 'w', does: 'Accept the first waiting chat' },
  { id: 'compose', key: 'r', does: 'Write a reply' },
  { id: 'note', key: 'n', does: 'Write an internal note' },
  { id: 'resolve', key: 'e', does: 'Resolve, and go on to the next' },
  { id: 'snooze', key: 's', does: 'Set aside until later' },
  { id: 'assign', key: 'a', does: 'Assign to somebody' },
  { id: 'tags', key: 't', does: 'Change the tags' },
  { id: 'priority', key: 'p', does: 'Change the priority' },
  { id: 'undo', key: 'z', does: 'Take back what was sent or changed last' },
  { id: 'inbox', key: '1', does: 'Go to what is yours' },
  { id: 'unassigned', key: '2', does: 'Go to what is unassigned' },
  { id: 'articles', key: '3', does: 'Go to articles' },
  { id: 'reviews', key: '4', does: 'Go to review' },
  { id: 'approve', key: 'y', does: 'Approve the message under review' },
  { id: 'reject', key: 'd', does: 'Reject the message under review' },
  { id: 'search', key: '/', does: 'Search; on a page with a list: search in the list' },
  { id: 'help', key: '?', does: 'Show the shortcuts' },
];

/** Keys that work by themselves, listed for people in the same dialog. */
export const NATIVE_KEYS: readonly { keys: readonly string[]; does: string }[] = [
  { keys: ['Enter'], does: 'Open what is selected in a list' },
  { keys: ['Ctrl or ⌘', 'K'], does: 'Search everything, from anywhere' },
  { keys: ['Ctrl or ⌘', 'A'], does: 'In the list: select all that were loaded' },
  { keys: ['Shift', 'click'], does: 'In the list: select all up to there' },
  { keys: ['/'], does: 'At the start of a message: insert a macro' },
  { keys: ['Ctrl or ⌘', 'Enter'], does: 'Send what you have written' },
  {
    keys: ['Ctrl or ⌘', 'Shift', 'Enter'],
    does: 'Send the reply to a ticket, resolve it, and go on to the next',
  },
  { keys: ['@'], does: 'In a note: name a colleague, who is told of it' },
  { keys: ['Esc'], does: 'Leave the text field, so that shortcuts work again' },
];

/** The members of a `KeyboardEvent` that decide. */
export interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  isComposing: boolean;
  defaultPrevented: boolean;
  target: EventTarget | null;
}

/** The shortcut that a key press asks for; null when it belongs to somebody else. */
export function shortcutOf(press: KeyPress): ShortcutId | null {
  if (press.defaultPrevented || press.isComposing) return null;
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  if (isTypingTarget(press.target)) return null;
  return SHORTCUTS.find((shortcut) => shortcut.key === press.key)?.id ?? null;
}

/** Inputs where a character key does nothing of its own. */
const KEYLESS_INPUTS = new Set(['button', 'checkbox', 'color', 'file', 'image', 'reset', 'submit']);

/** Places where a character key means something else: fields, open menus and lists, dialogs. */
const OWN_KEYS = [
  '[role="textbox"]',
  '[role="combobox"]',
  '[role="listbox"]',
  '[role="menu"]',
  '[role="dialog"]',
  '[role="alertdialog"]',
].join(',');

/** Whether what a person types there is text, or is meant for an open layer. */
export function isTypingTarget(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  if (target instanceof HTMLInputElement) return !KEYLESS_INPUTS.has(target.type);
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  if (target.closest('[contenteditable]:not([contenteditable="false"])')) return true;
  return target.closest(OWN_KEYS) !== null;
}

/** Ctrl+Enter, or ⌘+Enter: sends from every text field of the console. */
export function isSendPress(press: Pick<KeyPress, 'key' | 'ctrlKey' | 'metaKey' | 'isComposing'>) {
  return press.key === 'Enter' && (press.ctrlKey || press.metaKey) && !press.isComposing;
}
