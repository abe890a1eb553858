// A macro as it is edited, and which macros a search finds. Pure.

import type { Macro, NewMacro } from '@frontdesk/client';
import { statusLabel } from '../../../ui';
import type { Problems } from '../parts/use-problems';
import { problemOf } from './macro-text';

export const TITLE_MAX_CHARS = 200;
export const SHORTCUT_MAX_CHARS = 50;

export interface MacroDraft {
  title: string;
  shortcut: string;
  content: string;
  visibility: Macro['visibility'];
  addTags: string[];
  /** Empty to leave it as it is. */
  status: NonNullable<Macro['actions']['status']> | '';
  closeChat: boolean;
  note: string;
}

export function draftOf(macro: Macro | null): MacroDraft {
  const { addTags = [], status, closeChat = false, note } = macro?.actions ?? {};
  return {
    title: macro?.title ?? '',
    shortcut: macro?.shortcut ?? '',
    content: macro?.content ?? '',
    visibility: macro?.visibility ?? 'everyone',
    addTags,
    status: status ?? '',
    closeChat,
    note: note ?? '',
  };
}

export function inputOf(draft: MacroDraft): NewMacro {
  return {
    title: draft.title.trim(),
    shortcut: shortcutOf(draft.shortcut) || null,
    content: draft.content.trim(),
    visibility: draft.visibility,
    actions: {
      addTags: draft.addTags,
      status: draft.status || null,
      closeChat: draft.closeChat,
      note: draft.note.trim() || null,
    },
  };
}

/** Without the stroke that calls it. */
const shortcutOf = (typed: string): string => typed.trim().replace(/^\/+/, '');

const doesSomething = ({ addTags, status, closeChat, note }: MacroDraft): boolean =>
  addTags.length > 0 || status !== '' || closeChat || note.trim() !== '';

/** By the names of the server's members. */
export function problemsOf(draft: MacroDraft): Problems {
  const problems: Record<string, string> = {};
  if (draft.title.trim() === '') problems.title = 'Give it a title.';
  const shortcut = shortcutOf(draft.shortcut);
  if (!/^[\p{L}\p{N}_-]*$/u.test(shortcut)) {
    problems.shortcut = 'Letters, digits, - and _ only.';
  }
  const content = problemOf(draft.content);
  if (content) problems.content = content;
  else if (draft.content.trim() === '' && !doesSomething(draft)) {
    problems.content = 'Write the reply, or choose what else it does.';
  }
  const note = problemOf(draft.note);
  if (note) problems['actions.note'] = note;
  return problems;
}

/** What a macro does besides, in a few words each. */
export function actionsInWords({ actions }: Pick<Macro, 'actions'>): string[] {
  const words: string[] = [];
  if (actions.addTags?.length) words.push(`adds ${actions.addTags.join(', ')}`);
  if (actions.status) words.push(`ticket: ${statusLabel(actions.status).toLowerCase()}`);
  if (actions.closeChat) words.push('closes the chat');
  if (actions.note) words.push('leaves a note');
  return words;
}

/** Those in which every word occurs, in any place. */
export function found(macros: readonly Macro[], words: string): Macro[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  return macros.filter(({ title, shortcut, content }) => {
    const text = `${title} /${shortcut ?? ''} ${content}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}
