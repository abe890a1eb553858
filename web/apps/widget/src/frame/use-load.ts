/** Fetches for a screen: what came last is shown until something newer is there. */
import { useCallback, useEffect, useRef, useState } from 'react';

export interface Loaded<Value> {
  value: Value | null;
  error: unknown;
  reload(): void;
}

/**
 * @param key what is asked about; another key is another question, null asks nothing
 * @param every asks again so often (milliseconds), while `key` stays
 */
export function useLoad<Value>(
  key: string | null,
  load: (signal: AbortSignal) => Promise<Value>,
  every?: number,
): Loaded<Value> {
  const [state, setState] = useState<{ key: string | null; value: Value | null; error: unknown }>({
    key: null,
    value: null,
    error: null,
  });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    if (key === null) return;
    const stop = new AbortController();
    latest.current(stop.signal).then(
      (value) => !stop.signal.aborted && setState({ key, value, error: null }),
      (error) =>
        !stop.signal.aborted &&
        setState((before) => ({ key, value: before.key === key ? before.value : null, error })),
    );
    const timer = every ? setInterval(() => setRound((count) => count + 1), every) : undefined;
    return () => {
      clearInterval(timer);
      stop.abort();
    };
  }, [key, round, every]);

  const reload = useCallback(() => setRound((count) => count + 1), []);
  const isOfKey = state.key === key;
  return { value: isOfKey ? state.value : null, error: isOfKey ? state.error : null, reload };
}
