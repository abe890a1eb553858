/**
 * What a browser does by itself on a page load and an app must do on a page change: the reader
 * starts at the top, the focus at the new page, and a screen reader hears where it is.
 */
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useLocation, useNavigationType } from 'react-router';

export function useRouteFocus(main: RefObject<HTMLElement | null>): void {
  const { pathname, hash } = useLocation();
  const kind = useNavigationType();
  const previous = useRef(pathname);
  useEffect(() => {
    if (previous.current === pathname) return;
    previous.current = pathname;
    forgetFirstPage();
    // Going back, the browser restores the place itself; a heading that the address names takes its own.
    if (kind !== 'POP' && !hash) window.scrollTo(0, 0);
    // A page that has put the focus somewhere itself knows better.
    if (main.current?.contains(document.activeElement)) return;
    const title = main.current?.querySelector<HTMLElement>('[data-page-title]');
    (title ?? main.current)?.focus({ preventScroll: true });
  }, [pathname, hash, kind, main]);
}

/** What the server wrote into the head tells of the first page: a browser would share its address. */
function forgetFirstPage(): void {
  const told = 'link[rel="canonical"], meta[property^="og:"], meta[property^="article:"]';
  for (const element of document.head.querySelectorAll(`${told}, meta[name="description"]`)) {
    element.remove();
  }
}

/** Reads the document's title out whenever it changes. */
export function TitleAnnouncer() {
  const [text, setText] = useState('');
  useEffect(() => {
    const title = document.querySelector('title');
    if (!title) return;
    const observer = new MutationObserver(() => setText(document.title));
    observer.observe(title, { childList: true, characterData: true, subtree: true });
    return () => observer.disconnect();
  }, []);
  return (
    <p className="visually-hidden" role="status">
      {text}
    </p>
  );
}
