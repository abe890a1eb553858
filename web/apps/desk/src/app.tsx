/**
 * The applications of one origin: the customers' portal and, each in its own bundle, the console
 * and the documentation.
 */
import { lazy, Suspense } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { WithWords } from './i18n';
import { notificationsWords } from './notifications/locales';
import { WorkerLinks } from './notifications/worker-links';
import { portalWords } from './portal/locales';
import { Portal } from './portal/portal';
import { talkWords } from './portal/talk/locales';
import { ErrorBoundary, Loading, ToastProvider } from './ui';

/** With the words of what it shares with the portal: notification settings, the chat's form. */
const Console = lazy(async () => {
  const words = [notificationsWords.load(), portalWords.load(), talkWords.load()];
  const [page] = await Promise.all([import('./console'), ...words]);
  return page;
});

const Docs = lazy(() => import('./docs'));
const Pwa = lazy(() => import('./pwa'));

export function App() {
  return (
    <BrowserRouter>
      <WorkerLinks />
      <ToastProvider>
        <Suspense fallback={null}>
          <Pwa />
        </Suspense>
        <ErrorBoundary resetKey="app">
          <Suspense fallback={<Loading />}>
            <Routes>
              <Route path="/console/*" element={<Console />} />
              <Route path="/docs/*" element={<Docs />} />
              <Route
                path="/*"
                element={
                  <WithWords of={portalWords}>
                    <Portal />
                  </WithWords>
                }
              />
            </Routes>
          </Suspense>
        </ErrorBoundary>
      </ToastProvider>
    </BrowserRouter>
  );
}
