// Listens for the console's shortcuts while a component that handles them is on the page.

import { useSnapshot } from '@frontdesk/react';
import { useEffect, useRef } from 'react';
import { type ShortcutId, shortcutOf } from './shortcuts';
import { singleKeys } from './single-keys';

export type ShortcutHandlers = Partial<Record<ShortcutId, () => void>>;

/** Those of the components that are on the page, the earliest first, as the keys reach them. */
const onPage = new Set<{ readonly current: ShortcutHandlers }>();

/** What means something at the moment, whether single keys are on or not. */
export function availableShortcuts(): ReadonlySet<ShortcutId> {
  return new Set([...onPage].flatMap(({ current }) => Object.keys(current) as ShortcutId[]));
}

/** Does what the key of a shortcut would. */
export function runShortcut(id: ShortcutId): void {
  const first = [...onPage].find(({ current }) => current[id] !== undefined);
  first?.current[id]?.();
}

/** Runs the handler of a shortcut when its key is pressed outside of any text field. */
export function useShortcuts(handlers: ShortcutHandlers): void {
  const { on } = useSnapshot(singleKeys);
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
  useEffect(() => {
    onPage.add(current);
    return () => void onPage.delete(current);
  }, []);
  useEffect(() => {
    if (!on) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const id = shortcutOf(event);
      const handler = id ? current.current[id] : undefined;
      if (!handler) return;
      event.preventDefault();
      handler();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [on]);
}
