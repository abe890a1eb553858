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

/** What the operator has set, with the page or by asking. */
async function languageOfDesk(): Promise<unknown> {
  const config = pageData.config ?? (await createClient({ token: null }).api.config.get());
  return config.defaultLanguage;
}

async function start(root: HTMLElement): Promise<void> {
  const isPortal = realmOfPath(location.pathname) === 'portal';
  // The console has no catalogues of its own yet.
  if (isPortal) await findLanguage(languageOfDesk);
  else adopt('en');
  // What the server wrote stays in sight until the app can show the same.
  await Promise.all([
    uiWords.load(),
    isPortal ? portalWords.load() : null,
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
