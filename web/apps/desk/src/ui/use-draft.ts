/** A text that is being written, kept for this tab: a reload or a detour loses nothing. */
import { useCallback, useState } from 'react';

const PREFIX = 'frontdesk.draft.';

export function readTextDraft(key: string): string {
  try {
    return sessionStorage.getItem(PREFIX + key) ?? '';
  } catch {
    return '';
  }
}

export function keepTextDraft(key: string, text: string): void {
  try {
    if (text === '') sessionStorage.removeItem(PREFIX + key);
    else sessionStorage.setItem(PREFIX + key, text);
  } catch {
    // Storage is blocked or full: the text lives as long as the page.
  }
}

/** Like `useState('')`, for the `value` and `onChange` of a Composer. One key a conversation. */
export function useDraft(key: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => readTextDraft(key));
  const change = useCallback(
    (next: string) => {
      setText(next);
      keepTextDraft(key, next);
    },
    [key],
  );
  return [text, change];
}
