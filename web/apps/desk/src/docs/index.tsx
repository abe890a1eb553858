/**
 * The documentation inside the app, for everybody: what it tells is the same at every desk, and
 * who is not signed in yet, or can't be, needs it most. In a bundle of its own.
 */
import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { WithWords } from '../i18n';
import { Loading } from '../ui';
import { DocsFrame } from './frame';
import { DocsHome } from './home';
import { docsWords } from './locales';
import { NoSuchPage } from './no-such-page';

const GuidePage = lazy(() => import('./guide-page'));
const ReferenceHome = lazy(() => import('./reference/reference-home'));
const ReferencePage = lazy(() => import('./reference/reference-page'));

export default function Docs() {
  return (
    <WithWords of={docsWords}>
      <DocsFrame>
        <Suspense fallback={<Loading />}>
          <Routes>
            <Route index element={<DocsHome />} />
            <Route path="api" element={<ReferenceHome />} />
            <Route path="api/:subject" element={<ReferencePage />} />
            <Route path=":section/:page" element={<GuidePage />} />
            <Route path="*" element={<NoSuchPage />} />
          </Routes>
        </Suspense>
      </DocsFrame>
    </WithWords>
  );
}
