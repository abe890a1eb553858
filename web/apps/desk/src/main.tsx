/** Where the app starts. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { pageData } from './page-data';
import { applyTheme, readTheme } from './session';
import { loadMarkdown } from './ui';
import './ui/tokens.css';
import './ui/global.css';

applyTheme(readTheme());

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

// What the server wrote stays in sight until the app can show the same.
if (pageData.article) await loadMarkdown();
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
