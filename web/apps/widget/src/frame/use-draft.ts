/** What is written before a conversation, kept while the page lives: a detour to an article loses nothing. */
import { useEffect, useState } from 'react';
import type { Draft } from './draft';

let kept: Draft = { topicId: '', answers: {}, message: '', name: '', email: '' };

/** @param message takes the place of an empty one */
export function useDraft(message: string): [Draft, (draft: Draft) => void] {
  const [draft, setDraft] = useState<Draft>(() => ({
    ...kept,
    message: kept.message.trim() === '' || message !== '' ? message : kept.message,
  }));
  useEffect(() => {
    kept = draft;
  }, [draft]);
  return [draft, setDraft];
}
