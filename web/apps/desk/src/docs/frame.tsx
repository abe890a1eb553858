/** The frame of the documentation: its head with the search, the contents, and the page. */

import { SECTIONS } from 'virtual:guide';
import { BookOpenText, Menu as MenuIcon } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { Link, NavLink, useLocation } from 'react-router';
import { TitleAnnouncer, useRouteFocus } from '../portal/route-focus';
import { ThemeToggle } from '../session/theme';
import { Button, classes, ErrorBoundary } from '../ui';
import styles from './docs.module.css';
import { DocsSearch } from './docs-search';
import { t } from './locales';
import { DOCS, docsPath } from './paths';

const LanguageChoice = lazy(() => import('../session/language-choice'));

export function DocsFrame({ children }: { children: ReactNode }) {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useRouteFocus(main);
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#main">
        {t.skip}
      </a>
      <TitleAnnouncer />
      <header className={styles.header}>
        <div className={styles.bar}>
          <Link to={DOCS} className={styles.brand}>
            <BookOpenText size={22} aria-hidden />
            <span>{t.documentation}</span>
          </Link>
          <DocsSearch key={pathname} className={styles.search} />
          <div className={styles.tools}>
            <ThemeToggle />
          </div>
        </div>
      </header>
      <div className={styles.columns}>
        <Contents key={pathname} />
        <main id="main" ref={main} tabIndex={-1} className={styles.main}>
          <ErrorBoundary resetKey={pathname}>{children}</ErrorBoundary>
        </main>
      </div>
      <footer className={styles.footer}>
        <a href="/">{t.toHelpCentre}</a>
        <a href="/console">{t.toConsole}</a>
        <Suspense fallback={null}>
          <LanguageChoice />
        </Suspense>
      </footer>
    </div>
  );
}

/** Beside the page; on narrow screens folded away behind a button. */
function Contents() {
  const [isOpen, setOpen] = useState(false);
  const list = useRef<HTMLElement>(null);
  // Long as it is, the place where one reads is in sight.
  useEffect(() => {
    const current = list.current?.querySelector('[aria-current="page"]');
    current?.scrollIntoView?.({ block: 'nearest' });
  }, []);
  return (
    <div className={styles.side}>
      <Button
        className={styles.unfold}
        icon={<MenuIcon size={16} aria-hidden />}
        aria-expanded={isOpen}
        aria-controls="docs-contents"
        onClick={() => setOpen(!isOpen)}
      >
        {t.contents}
      </Button>
      <nav
        ref={list}
        id="docs-contents"
        aria-label={t.contents}
        className={classes(styles.contents, isOpen && styles.open)}
      >
        {SECTIONS.map(({ slug, pages }) => (
          <section key={slug} aria-label={t.sections[slug]}>
            <h2 className={styles.group}>{t.sections[slug]}</h2>
            <ul lang="en" dir="ltr">
              {pages.map(({ path, title }) => (
                <li key={path}>
                  <NavLink to={docsPath.page(path)} className={styles.entry}>
                    {title}
                  </NavLink>
                </li>
              ))}
            </ul>
          </section>
        ))}
        <section aria-label={t.sections.api}>
          <h2 className={styles.group}>{t.sections.api}</h2>
          <ul>
            <li>
              <NavLink to={docsPath.api} className={styles.entry}>
                {t.operations}
              </NavLink>
            </li>
          </ul>
        </section>
      </nav>
    </div>
  );
}
