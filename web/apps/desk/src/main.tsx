/** Where the app starts: once the person's language is known, and its words are there. */
import { createClient } from '@frontdesk/client';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { adopt, findLanguage, LanguageProvider } from './i18n';
import { pageData } from './page-data';
import { loadArticleText } from './portal/article-text';
import { portalWords } from './portal/locales';
import { applyTheme, readTheme } from './session';
import { realmOfPath } from './session/token';
import { uiWords } from './ui/locales';
import './ui/tokens.css';
import './ui/global.css';

applyTheme(readTheme());
if (realmOfPath(location.pathname) === 'console') {
  // The console is an app of its own, under the same origin.
  document
    .querySelector('link[rel=manifest]')
    ?.setAttribute('href', '/manifest.webmanifest?for=console');
}

/** What the operator has set, with the page or by asking. */
async function languageOfDesk(): Promise<unknown> {
  const config = pageData.config ?? (await createClient({ token: null }).api.config.get());
  return config.defaultLanguage;
}

async function start(root: HTMLElement): Promise<void> {
  const isConsole = realmOfPath(location.pathname) === 'console';
  const isDocs = /^\/docs(?:\/|$)/.test(location.pathname);
  // The console has no catalogues of its own yet.
  if (isConsole) adopt('en');
  else await findLanguage(languageOfDesk);
  // What the server wrote stays in sight until the app can show the same.
  await Promise.all([
    uiWords.load(),
    isConsole || isDocs ? null : portalWords.load(),
    pageData.article ? loadArticleText() : null,
  ]);
  createRoot(root).render(
    <StrictMode>
      <LanguageProvider>
        <App />
      </LanguageProvider>
    </StrictMode>,
  );
}

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
void start(root);
