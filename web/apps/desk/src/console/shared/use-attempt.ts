// Keys for what must not happen twice.

import { useRef } from 'react';

interface LastTry {
  content: string;
  key: string;
}

/** Of places whose component may be gone by the time that something is tried again. */
const tries = new Map<string, { current: LastTry | null }>();

export type Attempt = <Answer>(
  content: string,
  send: (key: string) => Promise<Answer>,
) => Promise<Answer>;

/**
 * Sends with a key that stays the same while the same content is tried again, so that a repeat
 * after a lost answer is no second reply. Once it has succeeded, the same content is a new one:
 * a person may well say the same twice. With a `place`, such as a conversation's, the key outlives
 * the component.
 */
export function useAttempt(place?: string): Attempt {
  const own = useRef<LastTry | null>(null);
  const last = place === undefined ? own : triesAt(place);
  return async (content, send) => {
    const again = last.current?.content === content ? last.current : null;
    const { key } = again ?? { key: crypto.randomUUID() };
    last.current = { content, key };
    const answer = await send(key);
    if (last.current?.key === key) last.current = null;
    return answer;
  };
}

function triesAt(place: string): { current: LastTry | null } {
  const known = tries.get(place) ?? { current: null };
  tries.set(place, known);
  return known;
}
