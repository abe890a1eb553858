// Keys for what must not happen twice.

import { useRef } from 'react';

export type Attempt = <Answer>(
  content: string,
  send: (key: string) => Promise<Answer>,
) => Promise<Answer>;

/**
 * Sends with a key that stays the same while the same content is tried again, so that a repeat
 * after a lost answer is no second reply. Once it has succeeded, the same content is a new one:
 * a person may well say the same twice.
 */
export function useAttempt(): Attempt {
  const last = useRef<{ content: string; key: string } | null>(null);
  return async (content, send) => {
    const again = last.current?.content === content ? last.current : null;
    const { key } = again ?? { key: crypto.randomUUID() };
    last.current = { content, key };
    const answer = await send(key);
    if (last.current?.key === key) last.current = null;
    return answer;
  };
}
