/** The two applications of one origin: the customers' portal and, in its own bundle, the console. */
import { lazy, Suspense } from 'react';
import { BrowserRouter, Route, Routes } from 'react-router';
import { WorkerLinks } from './notifications/worker-links';
import { Portal } from './portal/portal';
import { ErrorBoundary, Loading, ToastProvider } from './ui';

const Console = lazy(() => import('./console'));

export function App() {
  return (
    <BrowserRouter>
      <WorkerLinks />
      <ToastProvider>
        <ErrorBoundary resetKey="app">
          <Suspense fallback={<Loading />}>
            <Routes>
              <Route path="/console/*" element={<Console />} />
              <Route path="/*" element={<Portal />} />
            </Routes>
          </Suspense>
        </ErrorBoundary>
      </ToastProvider>
    </BrowserRouter>
  );
}
