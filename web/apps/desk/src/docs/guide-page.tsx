/** One page of the guide: its text, what is on it, and the pages before and after. */

import { SECTIONS, TEXTS } from 'virtual:guide';
import { ArrowLeft, ArrowRight } from 'lucide-react';
import { use, useEffect } from 'react';
import { Link, useLocation, useParams } from 'react-router';
import { loadMarkdown, Markdown, PageTitle, useDocumentTitle } from '../ui';
import styles from './docs.module.css';
import { Figure } from './figure';
import { t } from './locales';
import { withAnchors } from './markdown-anchors';
import { NoSuchPage } from './no-such-page';
import { OnThisPage } from './on-this-page';
import { docsPath } from './paths';

const PAGES = SECTIONS.flatMap(({ slug, pages }) => pages.map((page) => ({ ...page, slug })));

export default function GuidePage() {
  const { section, page } = useParams();
  const path = `${section}/${page}`;
  return Object.hasOwn(TEXTS, path) ? <KnownPage key={path} path={path} /> : <NoSuchPage />;
}

/** Texts that are loaded or under way: a promise is the same each time a page asks for it. */
const texts = new Map<string, Promise<string>>();

function textOf(path: string): Promise<string> {
  let text = texts.get(path);
  if (!text) {
    text = load(path);
    texts.set(path, text);
    text.catch(() => texts.delete(path));
  }
  return text;
}

async function load(path: string): Promise<string> {
  const [module] = await Promise.all([TEXTS[path]?.(), loadMarkdown()]);
  if (!module) throw new Error(path);
  return module.default;
}

const COMPONENTS = { img: Figure };
const PLUGINS = [withAnchors];

function KnownPage({ path }: { path: string }) {
  const text = use(textOf(path));
  const at = PAGES.findIndex((one) => one.path === path);
  const here = PAGES[at];
  const title = here?.title ?? '';
  useDocumentTitle(title, t.documentation);
  useAnchor();
  const [before, after] = [PAGES[at - 1], PAGES[at + 1]];
  return (
    <div className={styles.page}>
      <article className={styles.article}>
        <div lang="en" dir="ltr">
          <PageTitle>{title}</PageTitle>
        </div>
        <OnThisPage headings={here?.headings ?? []} />
        <div lang="en" dir="ltr">
          <Markdown className={styles.text} components={COMPONENTS} rehypePlugins={PLUGINS}>
            {text}
          </Markdown>
        </div>
        <nav className={styles.around} aria-label={`${t.previous}, ${t.next}`}>
          {before ? (
            <Link to={docsPath.page(before.path)} rel="prev">
              <ArrowLeft size={16} aria-hidden className={styles.arrow} />
              <span>
                <small>{t.previous}</small>
                <bdi lang="en">{before.title}</bdi>
              </span>
            </Link>
          ) : (
            <span />
          )}
          {after ? (
            <Link to={docsPath.page(after.path)} rel="next">
              <span>
                <small>{t.next}</small>
                <bdi lang="en">{after.title}</bdi>
              </span>
              <ArrowRight size={16} aria-hidden className={styles.arrow} />
            </Link>
          ) : null}
        </nav>
      </article>
    </div>
  );
}

/** Goes to the heading that the address names, once the text is there. */
export function useAnchor(): void {
  const { hash } = useLocation();
  useEffect(() => {
    if (!hash) return;
    const heading = document.getElementById(decodeURIComponent(hash.slice(1)));
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
  }, [hash]);
}
