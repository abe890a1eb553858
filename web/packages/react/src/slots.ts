// The parts of a component that a page may give classes of its own.

/** A class for each part, beside the component's own. */
export type ClassNames<Slot extends string> = Partial<Record<Slot, string>>;

/** Gives a part's `className`: `frontdesk-<component>-<part>` and the page's own. */
export function slotsOf<Slot extends string>(
  component: string,
  classNames: ClassNames<Slot> | undefined,
): (slot: Slot) => { className: string } {
  return (slot) => {
    const own = classNames?.[slot];
    const base = `frontdesk-${component}-${slot}`;
    return { className: own ? `${base} ${own}` : base };
  };
}
