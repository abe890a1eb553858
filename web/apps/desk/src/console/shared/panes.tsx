// The frame of every page: a list, what is open from it, and details beside that. On a narrow
// screen one of them at a time; where it says "open" decides the address, so that the browser's
// back button works.

import { ArrowLeft, PanelRight, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import { classes, IconButton } from '../../ui';
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
    >
      <section ref={listPane} className={styles.list} aria-label={listLabel}>
        {list}
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

export interface WithAsideProps {
  children: ReactNode;
  aside: ReactNode;
  asideLabel: string;
  /** Whether the aside lies over the page, where there is no room beside it. */
  open: boolean;
  onClose: () => void;
}

/** A pane with details beside it on wide screens, and over it (when asked for) elsewhere. */
export function WithAside({ children, aside, asideLabel, open, onClose }: WithAsideProps) {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!open) return;
    const before = document.activeElement;
    panel.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [open]);
  return (
    <div className={styles.withAside} data-aside={open ? 'open' : 'closed'}>
      <div className={styles.main}>{children}</div>
      <aside
        ref={panel}
        className={styles.aside}
        aria-label={asideLabel}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && open && !event.defaultPrevented) onClose();
        }}
      >
        <div className={styles.asideClose}>
          <IconButton
            label="Close the details"
            size="s"
            icon={<X size={18} aria-hidden />}
            onClick={onClose}
          />
        </div>
        {aside}
      </aside>
    </div>
  );
}

/** Opens the aside; only on screens where it does not stand there anyway. */
export function AsideToggle({ open, onToggle }: { open: boolean; onToggle: () => void }) {
  return (
    <IconButton
      className={styles.toggle}
      label="Details"
      icon={<PanelRight size={19} aria-hidden />}
      aria-expanded={open}
      onClick={onToggle}
    />
  );
}
