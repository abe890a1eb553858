// The frame of every page: a list, what is open from it, and details beside that. On a narrow
// screen one of them at a time; where it says "open" decides the address, so that the browser's
// back button works.

import { useSnapshot } from '@frontdesk/react';
import { ArrowLeft, PanelRight, X } from 'lucide-react';
import {
  type CSSProperties,
  type ReactNode,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react';
import { Link } from 'react-router';
import { classes, IconButton } from '../../ui';
import { PaneDivider } from './pane-divider';
import { paneLook } from './pane-width';
import styles from './panes.module.css';

export interface PanesProps {
  list: ReactNode;
  /** What is open; null shows `empty` beside the list, or the list alone. */
  detail: ReactNode | null;
  /** Beside the list on a wide screen while nothing is open; without it the list has all the room. */
  empty?: ReactNode;
  listLabel: string;
  detailLabel: string;
}

export function Panes({ list, detail, empty, listLabel, detailLabel }: PanesProps) {
  const right = detail ?? empty ?? null;
  const { listWidth } = useSnapshot(paneLook);
  const listPane = useRef<HTMLElement>(null);
  const isListAlone = detail === null;
  // Back at the list on a narrow screen, what had the focus is gone.
  useEffect(() => {
    if (isListAlone) takeLostFocus(listPane.current?.querySelector('h1'));
  }, [isListAlone]);
  return (
    <div
      className={classes(styles.panes, right === null && styles.single)}
      data-open={detail === null ? 'list' : 'detail'}
      style={{ '--list-width': `${listWidth}rem` } as CSSProperties}
    >
      <section ref={listPane} className={styles.list} aria-label={listLabel}>
        {list}
        {right === null ? null : <PaneDivider />}
      </section>
      {right === null ? null : (
        <section
          className={classes(styles.detail, detail === null && styles.nothing)}
          aria-label={detailLabel}
        >
          {right}
        </section>
      )}
    </div>
  );
}

export interface PaneHeadProps {
  title: ReactNode;
  /** Below the title. */
  sub?: ReactNode;
  /** Before the title, such as a face. */
  lead?: ReactNode;
  actions?: ReactNode;
  /** Where the list is; shown on narrow screens. */
  back?: string;
  backLabel?: string;
  level?: 1 | 2;
  /** On narrow screens the title gets a line of its own, below the actions. */
  stacked?: boolean;
}

export function PaneHead({
  title,
  sub,
  lead,
  actions,
  back,
  backLabel = 'Back to the list',
  level = 1,
  stacked = false,
}: PaneHeadProps) {
  const Heading = level === 1 ? 'h1' : 'h2';
  const heading = useRef<HTMLHeadingElement>(null);
  const isDetail = back !== undefined;
  useEffect(() => {
    if (isDetail) takeLostFocus(heading.current);
  }, [isDetail]);
  return (
    <header className={classes(styles.head, stacked && styles.stacked)}>
      {back ? (
        <Link className={styles.back} to={back} aria-label={backLabel} title={backLabel}>
          <ArrowLeft size={20} aria-hidden />
        </Link>
      ) : null}
      {lead ? <div className={styles.lead}>{lead}</div> : null}
      <div className={styles.words}>
        <Heading ref={heading} className={styles.title} tabIndex={-1}>
          {title}
        </Heading>
        {sub ? <div className={styles.sub}>{sub}</div> : null}
      </div>
      {actions ? <div className={styles.actions}>{actions}</div> : null}
    </header>
  );
}

/** Gives the focus to an element if nothing that is on the screen has it. */
function takeLostFocus(element: HTMLElement | null | undefined): void {
  const active = document.activeElement;
  const isLost = !active || active === document.body || active.getClientRects().length === 0;
  if (isLost) element?.focus({ preventScroll: true });
}

/** There is room for the details beside the page; as in panes.module.css. */
const WIDE = '(min-width: 75.01rem)';

export interface Aside {
  /** Whether the details are to be seen. */
  open: boolean;
  /** Whether they lie over the page. */
  over: boolean;
  toggle(): void;
  close(): void;
}

/** On wide screens the details stand there until they are closed, for good; elsewhere not yet. */
export function useAside(): Aside {
  const isWide = useSyncExternalStore(watchWide, () => matchMedia(WIDE).matches);
  const { details } = useSnapshot(paneLook);
  const [isOver, setOver] = useState(false);
  const open = isWide ? details : isOver;
  const set = (next: boolean) => (isWide ? paneLook.set({ details: next }) : setOver(next));
  return { open, over: !isWide && isOver, toggle: () => set(!open), close: () => set(false) };
}

function watchWide(onChange: () => void): () => void {
  const query = matchMedia(WIDE);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

export interface WithAsideProps {
  children: ReactNode;
  details: ReactNode;
  detailsLabel: string;
  aside: Aside;
}

/** A pane with details beside it on wide screens, and over it (when asked for) elsewhere. */
export function WithAside({ children, details, detailsLabel, aside }: WithAsideProps) {
  const { open, over, close } = aside;
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!over) return;
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [over]);
  return (
    <div className={styles.withAside} data-aside={open ? 'open' : 'closed'}>
      <div className={styles.main}>{children}</div>
      <aside
        ref={panel}
        className={styles.aside}
        aria-label={detailsLabel}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && over && !event.defaultPrevented) close();
        }}
      >
        <div className={styles.asideClose}>
          <IconButton
            label="Close the details"
            size="s"
            icon={<X size={18} aria-hidden />}
            onClick={close}
          />
        </div>
        {details}
      </aside>
    </div>
  );
}

/** Shows the details or hides them. */
export function AsideToggle({ aside: { open, toggle } }: { aside: Aside }) {
  return (
    <IconButton
      label="Details"
      icon={<PanelRight size={19} aria-hidden />}
      aria-expanded={open}
      onClick={toggle}
    />
  );
}
