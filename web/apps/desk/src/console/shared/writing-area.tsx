// What all places to write in have in common: `r` finds them, Escape leaves them, and, where a
// line break is the rule, Enter alone does not send.

import type { KeyboardEvent, ReactNode } from 'react';
import { isSendPress } from '../keyboard/shortcuts';

export interface WritingAreaProps {
  children: ReactNode;
  /** `enter`: Enter sends, Shift+Enter breaks the line. `chord`: Ctrl+Enter or ⌘+Enter sends. */
  sendWith?: 'enter' | 'chord';
}

export function WritingArea({ children, sendWith = 'enter' }: WritingAreaProps) {
  // Before the composer hears of it: an Enter that is held back here is a line break there.
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (sendWith === 'enter' || event.key !== 'Enter' || choosing(event.target)) return;
    if (!isSendPress(pressOf(event))) event.stopPropagation();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return;
    if (event.target instanceof HTMLTextAreaElement) event.target.blur();
  };
  return (
    // The field inside has the focus and the role; this only listens.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div data-composer="" onKeyDownCapture={onKeyDownCapture} onKeyDown={onKeyDown}>
      {children}
    </div>
  );
}

/** A list of suggestions is open, and Enter chooses one of them. */
const choosing = (field: EventTarget) =>
  field instanceof Element && field.getAttribute('aria-expanded') === 'true';

function pressOf(event: KeyboardEvent) {
  const { key, ctrlKey, metaKey, nativeEvent } = event;
  return { key, ctrlKey, metaKey, isComposing: nativeEvent.isComposing };
}
