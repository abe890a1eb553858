/** The frame of every portal page: header, navigation, footer, and the main landmark. */
import { BookOpen, MessagesSquare, PenLine, Search } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import { ThemeToggle, useDeskConfig, useSession } from '../session';
import { ButtonLink, classes, ErrorBoundary } from '../ui';
import { HelpSearch } from './help-search';
import styles from './layout.module.css';
import { t } from './locales';
import { CONVERSATIONS_PATH } from './paths';
import { TitleAnnouncer, useRouteFocus } from './route-focus';

// Nobody who only reads needs these.
const AccountTools = lazy(() => import('./account-tools'));
const LanguageChoice = lazy(() => import('../session/language-choice'));

/** What belongs to a place beside its own page. */
const OF_HELP = /^\/(help|categories|search)(\/|$)/;
const OF_CONVERSATIONS = /^\/(tickets|chat)(\/|$)/;

const places = () =>
  [
    { to: '/', label: t.help, Icon: BookOpen, also: OF_HELP },
    {
      to: CONVERSATIONS_PATH,
      label: t.conversations,
      Icon: MessagesSquare,
      also: OF_CONVERSATIONS,
    },
    { to: '/contact', label: t.contact, Icon: PenLine, also: null },
  ] as const;

export function Layout({ children }: { children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useRouteFocus(main);
  const isChat = pathname === '/chat';
  return (
    <div className={classes(styles.frame, isChat && styles.fixed)}>
      <a className={styles.skip} href="#main">
        {t.skip}
      </a>
      <TitleAnnouncer />
      <Header />
      <main id="main" ref={main} tabIndex={-1} className={styles.main}>
        <ErrorBoundary resetKey={pathname}>{children}</ErrorBoundary>
      </main>
      {isChat ? null : <Footer />}
      <nav className={styles.bottom} aria-label={t.mainSmall}>
        {places().map(({ to, label, Icon, also }) => (
          <PlaceLink key={to} to={to} also={also} className={styles.bottomLink}>
            <Icon size={20} aria-hidden />
            {label}
          </PlaceLink>
        ))}
      </nav>
    </div>
  );
}

function PlaceLink({
  to,
  also,
  className,
  children,
}: {
  to: string;
  also: RegExp | null;
  className: string | undefined;
  children: ReactNode;
}) {
  const { pathname } = useLocation();
  const current = pathname === to ? 'page' : also?.test(pathname) ? 'true' : undefined;
  return (
    <Link to={to} className={className} aria-current={current}>
      {children}
    </Link>
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
          <bdi className={styles.name}>{name}</bdi>
        </Link>
        <nav className={styles.nav} aria-label={t.main}>
          {places().map(({ to, label, also }) => (
            <PlaceLink key={to} to={to} also={also} className={styles.link}>
              {label}
            </PlaceLink>
          ))}
        </nav>
        {hasField ? <HelpSearch key={pathname} className={styles.search} /> : null}
        <div className={styles.tools}>
          <Link
            to="/search"
            className={classes(styles.tool, hasField && styles.narrow)}
            aria-label={t.search}
            title={t.search}
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
              {t.signIn}
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
      <Suspense fallback={<span className={styles.languageSpace} />}>
        <LanguageChoice />
      </Suspense>
      <p>{t.pressSlash(<kbd>/</kbd>)}</p>
    </footer>
  );
}
