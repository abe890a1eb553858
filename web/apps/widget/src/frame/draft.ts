/** What is written before a chat, and what is wrong with it. Pure functions. */
import type { FormField, PreChatForm } from '@frontdesk/client';
import type { Words } from '../i18n/words';

export interface Draft {
  topicId: string;
  answers: Record<string, string>;
  message: string;
  name: string;
  email: string;
}

/** What is wrong, by `message`, `email` or `answers.<key>`, as the server names them. */
export type Problems = Readonly<Record<string, string>>;

/** The server's limits for an answer. */
const ANSWER_MAX_CHARS = 500;
const LONG_ANSWER_MAX_CHARS = 2_000;

export const maxCharsOf = ({ kind }: FormField): number =>
  kind === 'textarea' ? LONG_ANSWER_MAX_CHARS : ANSWER_MAX_CHARS;

export function problemsOf(
  words: Words,
  draft: Draft,
  form: PreChatForm | null,
  messageMaxChars: number,
): Problems {
  const problems: Record<string, string> = {};
  for (const field of form?.fields ?? []) {
    const problem = problemOfField(words, field, answerOf(draft, field));
    if (problem) problems[`answers.${field.key}`] = problem;
  }
  const message = draft.message.trim();
  if (message === '') problems.message = words.needsMessage;
  else if ([...message].length > messageMaxChars) problems.message = words.tooLong(messageMaxChars);
  if (draft.email.trim() !== '' && !looksLikeEmail(draft.email.trim())) {
    problems.email = words.noEmail;
  }
  return problems;
}

function problemOfField(words: Words, field: FormField, answer: string): string | null {
  if (answer === '') {
    if (!field.required) return null;
    return field.kind === 'select' ? words.needsChoice : words.needsAnswer;
  }
  if ([...answer].length > maxCharsOf(field)) return words.tooLong(maxCharsOf(field));
  return field.kind === 'email' && !looksLikeEmail(answer) ? words.noEmail : null;
}

/** The part that goes along with the message, as far as the form asks for it. */
export function detailsOf(
  draft: Draft,
  form: PreChatForm | null,
): { topicId?: string; answers?: Record<string, string> } {
  if (!form) return {};
  const answers: Record<string, string> = {};
  for (const field of form.fields) {
    const answer = answerOf(draft, field);
    if (answer !== '') answers[field.key] = answer;
  }
  const topicId = form.topics.find(({ id }) => id === draft.topicId)?.id;
  return { topicId, answers };
}

/** A choice that the form no longer offers counts as none. */
function answerOf(draft: Draft, { key, kind, options }: FormField): string {
  const answer = (draft.answers[key] ?? '').trim();
  return kind === 'select' && !options?.includes(answer) ? '' : answer;
}

export const looksLikeEmail = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);
