// Which conversations of the list are selected, to be changed together.

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { rangeBetween } from './range';

export interface Selection {
  ids: ReadonlySet<string>;
  toggle(id: string): void;
  /** From what was selected last to this one, in the order of the list. */
  extendTo(id: string, order: readonly string[]): void;
  replace(ids: readonly string[]): void;
  clear(): void;
}

const NONE: Selection = {
  ids: new Set(),
  toggle() {},
  extendTo() {},
  replace() {},
  clear() {},
};

const SelectionContext = createContext<Selection>(NONE);

export function SelectionProvider({ children }: { children: ReactNode }) {
  const [ids, setIds] = useState<ReadonlySet<string>>(NONE.ids);
  const [anchor, setAnchor] = useState<string | null>(null);
  const selection = useMemo<Selection>(
    () => ({
      ids,
      toggle(id) {
        const next = new Set(ids);
        if (!next.delete(id)) next.add(id);
        setIds(next);
        setAnchor(id);
      },
      extendTo(id, order) {
        setIds(new Set([...ids, ...rangeBetween(order, anchor, id)]));
        setAnchor(id);
      },
      replace(all) {
        setIds(new Set(all));
        setAnchor(null);
      },
      clear() {
        setIds(NONE.ids);
        setAnchor(null);
      },
    }),
    [ids, anchor],
  );
  return <SelectionContext value={selection}>{children}</SelectionContext>;
}

/** Nothing is selected, and nothing can be, outside of the inbox. */
export const useSelection = (): Selection => useContext(SelectionContext);
