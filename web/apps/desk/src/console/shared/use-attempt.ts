// Keys for what must not happen twice.

import { useRef } from 'react';

/** The same key for the same content, so that a repeat after a lost answer is no second reply. */
export function useAttempt(): (content: string) => string {
  const last = useRef<{ content: string; key: string } | null>(null);
  return (content) => {
    if (last.current?.content !== content) {
      last.current = { content, key: crypto.randomUUID() };
    }
    return last.current.key;
  };
}
