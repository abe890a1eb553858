// A few words that outlive the page.

export interface KeyValueStorage {
  get(key: string): string | null;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** Lost with the page. */
export function memoryStorage(): KeyValueStorage {
  const values = new Map<string, string>();
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
  };
}

/** The browser's localStorage where it may be used, memory where it may not. */
export function browserStorage(): KeyValueStorage {
  try {
    const { localStorage } = globalThis;
    const probe = 'frontdesk.probe';
    localStorage.setItem(probe, '1');
    localStorage.removeItem(probe);
    return {
      get: (key) => localStorage.getItem(key),
      set: (key, value) => {
        try {
          localStorage.setItem(key, value);
        } catch {
          // A full storage costs the resumption after a reload, nothing else.
        }
      },
      remove: (key) => localStorage.removeItem(key),
    };
  } catch {
    return memoryStorage();
  }
}
