// Listens for the console's shortcuts while a component that handles them is on the page.

import { useSnapshot } from '@frontdesk/react';
import { useEffect, useRef } from 'react';
import { type ShortcutId, shortcutOf } from './shortcuts';
import { singleKeys } from './single-keys';

export type ShortcutHandlers = Partial<Record<ShortcutId, () => void>>;

/** Runs the handler of a shortcut when its key is pressed outside of any text field. */
export function useShortcuts(handlers: ShortcutHandlers): void {
  const { on } = useSnapshot(singleKeys);
  const current = useRef(handlers);
  useEffect(() => {
    current.current = handlers;
  });
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
