/**
 * Takes what was searched for in vain along to the contact form and to the start of a chat, where
 * nothing was written yet.
 */
import { keepChatDraft, readChatDraft } from './chat-draft';
import { keepDraft, readDraft, SUBJECT_MAX_CHARS } from './contact-draft';

/** What the last search put there, the next may replace. */
let prepared = '';

export function prepareQuestion(words: string): void {
  const question = words.trim();
  const isUntouched = (text: string) => text === '' || text === prepared;
  const draft = readDraft();
  if (isUntouched(draft.subject) && draft.description === '') {
    const subject = [...question].slice(0, SUBJECT_MAX_CHARS).join('');
    keepDraft({ ...draft, subject });
  }
  const chat = readChatDraft();
  if (isUntouched(chat.message)) keepChatDraft({ ...chat, message: question });
  prepared = question;
}
