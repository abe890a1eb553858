/**
 * The contact form's draft: kept for this tab, so that a reload or a detour loses nothing. Its
 * files are kept by the client.
 */

import type { Priority } from '@frontdesk/client';
import { t } from './locales';

export interface ContactDraft {
  subject: string;
  description: string;
  category: string;
  priority: Priority;
}

const KEY = 'frontdesk.contact-draft';

export const EMPTY_DRAFT: ContactDraft = {
  subject: '',
  description: '',
  category: '',
  priority: 'medium',
};

export function readDraft(): ContactDraft {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return typeof kept === 'object' && kept !== null ? { ...EMPTY_DRAFT, ...kept } : EMPTY_DRAFT;
  } catch {
    return EMPTY_DRAFT;
  }
}

export function keepDraft(draft: ContactDraft): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(draft));
  } catch {
    // Storage is blocked or full: the form still works.
  }
}

export function dropDraft(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}

export interface DraftProblems {
  subject?: string;
  description?: string;
}

export const SUBJECT_MAX_CHARS = 200;

/** What can be said before the server is asked; the server checks again. */
export function checkDraft(draft: ContactDraft, messageMaxChars: number): DraftProblems {
  const problems: DraftProblems = {};
  const subject = [...draft.subject.trim()].length;
  const description = [...draft.description.trim()].length;
  if (subject === 0) problems.subject = t.saySubject;
  else if (subject > SUBJECT_MAX_CHARS) {
    problems.subject = t.atMostChars(SUBJECT_MAX_CHARS);
  }
  if (description === 0) problems.description = t.sayWhatHappened;
  else if (description > messageMaxChars) {
    problems.description = t.atMostCharsOrFile(messageMaxChars);
  }
  return problems;
}
