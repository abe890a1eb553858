// Unsent text, kept while one looks at something else and over a reload of the tab. It goes
// with the tab, and at sign-out.

import { useCallback, useState } from 'react';

const PREFIX = 'frontdesk.console.draft.';

/** What this page has written in, sent or emptied: it knows better than what the server has. */
export const touchedDrafts = new Set<string>();

export function readDraft(key: string): string {
  try {
    return sessionStorage.getItem(PREFIX + key) ?? '';
  } catch {
    return '';
  }
}

/** An empty text removes the draft. */
export function writeDraft(key: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(PREFIX + key, text);
    else sessionStorage.removeItem(PREFIX + key);
  } catch {
    // Storage is full or forbidden: the text lives in the field alone.
  }
}

export function forgetDrafts(): void {
  touchedDrafts.clear();
  try {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(PREFIX)) sessionStorage.removeItem(key);
    }
  } catch {
    // Nothing is stored where storage is forbidden.
  }
}

/** A text field's draft. Give the component a `key` where the draft's key can change. */
export function useDraft(key: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => readDraft(key));
  const set = useCallback(
    (next: string) => {
      setText(next);
      writeDraft(key, next);
    },
    [key],
  );
  return [text, set];
}
