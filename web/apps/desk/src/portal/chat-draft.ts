/** What is written before a chat: kept for this tab, so that a reload or a detour loses nothing. */

import type { FormField, PreChatForm, Topic } from '@frontdesk/client';
import { t } from './locales';

export interface ChatDraft {
  /** Of the form's topics; empty until one is chosen, blank for none of them. */
  topicId: string;
  /** In one's own words, where there is no form. */
  topic: string;
  /** By the key of the field. */
  answers: Record<string, string>;
  message: string;
  /** Where the answer to a message goes, when the account has no address. */
  email: string;
}

export const EMPTY_CHAT_DRAFT: ChatDraft = {
  topicId: '',
  topic: '',
  answers: {},
  message: '',
  email: '',
};

const KEY = 'frontdesk.chat-draft';

export function readChatDraft(): ChatDraft {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    const isDraft = typeof kept === 'object' && kept !== null;
    return isDraft ? { ...EMPTY_CHAT_DRAFT, ...kept } : EMPTY_CHAT_DRAFT;
  } catch {
    return EMPTY_CHAT_DRAFT;
  }
}

export function keepChatDraft(draft: ChatDraft): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // Storage is blocked or full: the form still works.
  }
}

export function dropChatDraft(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}

/** The server's limits for an answer. */
const ANSWER_MAX_CHARS = 500;
const LONG_ANSWER_MAX_CHARS = 2_000;
export const TOPIC_MAX_CHARS = 200;

export const maxCharsOf = ({ kind }: FormField): number =>
  kind === 'textarea' ? LONG_ANSWER_MAX_CHARS : ANSWER_MAX_CHARS;

/** What is wrong, by `message`, `email` or `answers.<key>`, as the server names them. */
export type ChatProblems = Readonly<Record<string, string>>;

/** What can be said before the server is asked; the server checks again. */
export function checkChatDraft(
  draft: ChatDraft,
  form: PreChatForm | null,
  messageMaxChars: number,
): ChatProblems {
  const problems: Record<string, string> = {};
  for (const field of form?.fields ?? []) {
    const problem = problemOf(field, answerOf(draft, field));
    if (problem) problems[`answers.${field.key}`] = problem;
  }
  const message = draft.message.trim();
  if (message === '') problems.message = t.sayWhatItIsAbout;
  else if ([...message].length > messageMaxChars) {
    problems.message = t.atMostChars(messageMaxChars);
  }
  if (draft.email.trim() !== '' && !looksLikeEmail(draft.email.trim())) {
    problems.email = t.noAddress;
  }
  return problems;
}

function problemOf(field: FormField, answer: string): string | null {
  if (answer === '') {
    if (!field.required) return null;
    return field.kind === 'select' ? t.pleaseChoose : t.pleaseFillIn;
  }
  if ([...answer].length > maxCharsOf(field)) {
    return t.atMostChars(maxCharsOf(field));
  }
  return field.kind === 'email' && !looksLikeEmail(answer) ? t.noAddress : null;
}

/** The answer to a field that the form still has; a choice that is gone counts as none. */
function answerOf(draft: ChatDraft, { key, kind, options }: FormField): string {
  const answer = (draft.answers[key] ?? '').trim();
  return kind === 'select' && !options?.includes(answer) ? '' : answer;
}

const looksLikeEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

/** The part of a draft that goes to the server with the message, as far as the form asks for it. */
export function detailsOf(
  draft: ChatDraft,
  form: PreChatForm | null,
): { topicId?: string; topic?: string; answers?: Record<string, string> } {
  if (!form) return { topic: draft.topic.trim() || undefined };
  const answers: Record<string, string> = {};
  for (const field of form.fields) {
    const answer = answerOf(draft, field);
    if (answer !== '') answers[field.key] = answer;
  }
  return { topicId: topicOf(draft, form)?.id, answers };
}

/** The chosen topic, as far as the form still has it. */
export function topicOf(draft: ChatDraft, form: PreChatForm | null | undefined): Topic | undefined {
  return form?.enabled ? form.topics.find(({ id }) => id === draft.topicId) : undefined;
}

/** A message with one that could not be sent: what is in it already is not written twice. */
export function withUnsent(message: string, unsent: string): string {
  if (message.includes(unsent)) return message;
  return message.trim() === '' ? unsent : `${message.trimEnd()}\n\n${unsent}`;
}
