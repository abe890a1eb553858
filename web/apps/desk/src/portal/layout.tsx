/** The frame of every portal page: header, navigation, footer, and the main landmark. */
import { BookOpen, MessagesSquare, PenLine, Search, Ticket } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useRef } from 'react';
import { Link, NavLink, useLocation } from 'react-router';
import { ThemeToggle, useDeskConfig, useSession } from '../session';
import { ButtonLink, classes, ErrorBoundary } from '../ui';
import { HelpSearch } from './help-search';
import styles from './layout.module.css';
import { TitleAnnouncer, useRouteFocus } from './route-focus';

// Nobody who only reads needs these.
const AccountTools = lazy(() => import('./account-tools'));

const PLACES = [
  { to: '/', label: 'Help', Icon: BookOpen, end: true },
  { to: '/tickets', label: 'My tickets', Icon: Ticket, end: false },
  { to: '/chat', label: 'Chat', Icon: MessagesSquare, end: false },
  { to: '/contact', label: 'Contact', Icon: PenLine, end: false },
] as const;

export function Layout({ children }: { children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useRouteFocus(main);
  const isChat = pathname === '/chat';
  return (
    <div className={classes(styles.frame, isChat && styles.fixed)}>
      <a className={styles.skip} href="#main">
        Skip to content
      </a>
      <TitleAnnouncer />
      <Header />
      <main id="main" ref={main} tabIndex={-1} className={styles.main}>
        <ErrorBoundary resetKey={pathname}>{children}</ErrorBoundary>
      </main>
      {isChat ? null : <Footer />}
      <nav className={styles.bottom} aria-label="Main, small screens">
        {PLACES.map(({ to, label, Icon, end }) => (
          <NavLink key={to} to={to} end={end} className={styles.bottomLink}>
            <Icon size={20} aria-hidden />
            {label}
          </NavLink>
        ))}
      </nav>
    </div>
  );
}

/** These have a search field of their own. */
const WITH_SEARCH = ['/', '/search'];

function Header() {
  const { signedIn } = useSession();
  const { pathname } = useLocation();
  const hasField = !WITH_SEARCH.includes(pathname);
  const { name } = useDeskConfig();
  return (
    <header className={styles.header}>
      <div className={styles.bar}>
        <Link to="/" className={styles.brand}>
          <img src="/favicon.svg" alt="" width={28} height={28} />
          <span className={styles.name}>{name}</span>
        </Link>
        <nav className={styles.nav} aria-label="Main">
          {PLACES.map(({ to, label, end }) => (
            <NavLink key={to} to={to} end={end} className={styles.link}>
              {label}
            </NavLink>
          ))}
        </nav>
        {hasField ? <HelpSearch key={pathname} className={styles.search} /> : null}
        <div className={styles.tools}>
          <Link
            to="/search"
            className={classes(styles.tool, hasField && styles.narrow)}
            aria-label="Search"
            title="Search"
          >
            <Search size={18} aria-hidden />
          </Link>
          <ThemeToggle />
          {signedIn ? (
            <Suspense fallback={<span className={styles.toolsSpace} />}>
              <AccountTools />
            </Suspense>
          ) : (
            <ButtonLink to="/sign-in" size="s">
              Sign in
            </ButtonLink>
          )}
        </div>
      </div>
    </header>
  );
}

function Footer() {
  const { name } = useDeskConfig();
  return (
    <footer className={styles.footer}>
      <p>{name}</p>
      <p>
        Press <kbd>/</kbd> to search.
      </p>
    </footer>
  );
}
