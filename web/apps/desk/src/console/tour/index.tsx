// A tour of the console: one place after the other, on the person's own desk. It points, and waits
// where something is to be done; nothing is locked meanwhile. Escape leaves it. Loaded when it is
// begun.

import { Popover } from 'radix-ui';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router';
import { WithWords } from '../../i18n';
import { Button } from '../../ui';
import { t, tourWords } from './locales';
import { isCovered, onChange, visible } from './on-change';
import { type Step, stepsOf, type TourName } from './steps';
import styles from './tour.module.css';

export interface TourProps {
  tour: TourName;
  onEnd: () => void;
}

export default function Tour(props: TourProps) {
  return (
    <WithWords of={tourWords}>
      <Steps {...props} />
    </WithWords>
  );
}

function Steps({ tour, onEnd }: TourProps) {
  const steps = stepsOf(tour);
  const [at, setAt] = useState(0);
  const step = steps[at];
  const go = (by: 1 | -1) => {
    let next = at + by;
    while (isLeftOut(steps[next])) next += by;
    if (next >= steps.length) onEnd();
    else setAt(Math.max(0, next));
  };
  if (!step) return null;
  return (
    <StepView
      key={step.name}
      step={step}
      number={at + 1}
      count={steps.length}
      onNext={() => go(1)}
      onBack={at > 0 ? () => go(-1) : undefined}
      onEnd={onEnd}
    />
  );
}

const isLeftOut = (step: Step | undefined) => step?.onlyIf?.() === false;

interface StepViewProps {
  step: Step;
  number: number;
  count: number;
  onNext: () => void;
  onBack?: () => void;
  onEnd: () => void;
}

function StepView({ step, number, count, onNext, onBack, onEnd }: StepViewProps) {
  const { target, covered } = usePlace(step);
  useDone(step, onNext);
  const next = useRef<HTMLButtonElement>(null);
  const words = t.steps[step.name];
  const isLast = number === count;
  if (covered) return null;
  return (
    <>
      {target ? <Spot target={target} /> : null}
      <Popover.Root open onOpenChange={(open) => open || onEnd()}>
        <Popover.Anchor virtualRef={{ current: target ?? MIDDLE }} />
        <Popover.Portal>
          <Popover.Content
            className={styles.step}
            data-tour-step
            side={target ? undefined : 'top'}
            sideOffset={target ? 14 : -80}
            collisionPadding={12}
            aria-labelledby="tour-title"
            aria-describedby="tour-text"
            // What it speaks of is used meanwhile.
            onInteractOutside={(event) => event.preventDefault()}
            onOpenAutoFocus={(event) => {
              event.preventDefault();
              next.current?.focus();
            }}
            onCloseAutoFocus={(event) => event.preventDefault()}
          >
            <p className={styles.count}>{t.stepOf(number, count)}</p>
            <h2 id="tour-title" className={styles.title}>
              {words.title}
            </h2>
            <p id="tour-text" className={styles.text}>
              {words.text}
            </p>
            <div className={styles.actions}>
              {isLast ? null : (
                <Button size="s" variant="ghost" onClick={onEnd}>
                  {t.leave}
                </Button>
              )}
              <span className={styles.space} />
              {onBack ? (
                <Button size="s" onClick={onBack}>
                  {t.back}
                </Button>
              ) : null}
              <Button ref={next} size="s" variant="primary" onClick={onNext}>
                {isLast ? t.done : t.next}
              </Button>
            </div>
            {target ? <Popover.Arrow className={styles.arrow} width={14} height={7} /> : null}
          </Popover.Content>
        </Popover.Portal>
      </Popover.Root>
    </>
  );
}

/** Where a step without a place stands. */
const MIDDLE = {
  getBoundingClientRect: () => new DOMRect(window.innerWidth / 2, window.innerHeight / 2, 0, 0),
};

/** Where the step's element is now, and whether something lies over the page. */
function usePlace({ at }: Step): { target: Element | null; covered: boolean } {
  const [place, setPlace] = useState(() => ({ target: visible(at), covered: isCovered() }));
  useEffect(() => {
    const look = () => {
      const now = { target: visible(at), covered: isCovered() };
      setPlace((before) =>
        before.target === now.target && before.covered === now.covered ? before : now,
      );
    };
    look();
    return onChange(look);
  }, [at]);
  return place;
}

/** Goes on when what the step asks for is done; what was done before it began counts for nothing. */
function useDone({ until }: Step, onDone: () => void): void {
  const { pathname } = useLocation();
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });
  const [wasDone] = useState(() => until?.() ?? false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is what most steps wait for
  useEffect(() => {
    if (!until || wasDone) return;
    const look = () => {
      if (until()) done.current();
    };
    look();
    return onChange(look);
  }, [until, wasDone, pathname]);
}

/** A frame around the element; the rest of the page is dimmed, and can be used. */
function Spot({ target }: { target: Element }) {
  const [rect, setRect] = useState(() => target.getBoundingClientRect());
  useEffect(() => {
    const measure = () => setRect(target.getBoundingClientRect());
    target.scrollIntoView({ block: 'nearest' });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(target);
    window.addEventListener('resize', measure);
    window.addEventListener('scroll', measure, true);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', measure);
      window.removeEventListener('scroll', measure, true);
    };
  }, [target]);
  return (
    <div
      className={styles.spot}
      aria-hidden="true"
      style={{ top: rect.top, left: rect.left, width: rect.width, height: rect.height }}
    />
  );
}
