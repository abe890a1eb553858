/** The customers' portal: its sign-in, its frame and its addresses. */
import { type ComponentType, lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import type { Catalogue } from '../i18n';
import { notificationsWords } from '../notifications/locales';
import { SessionProvider, useSession } from '../session';
import { Loading } from '../ui';
import { ArticlePage } from './article-page';
import { HomePage } from './home-page';
import { Layout } from './layout';
import { NotFoundPage } from './not-found-page';
import { CONVERSATIONS_PATH } from './paths';
import { RequireSignIn, SignInPage } from './sign-in-page';
import { talkWords } from './talk/locales';

/** A page that comes late, with the words that only such pages have. */
function latePage(load: () => Promise<{ default: ComponentType }>, ...words: Catalogue<object>[]) {
  return lazy(async () => {
    const loads = [talkWords, ...words].map((each) => each.load());
    const [page] = await Promise.all([load(), ...loads]);
    return page;
  });
}

// Reading comes first; what only some do comes when they do it.
const LiveUpdates = lazy(() => import('./live-updates'));
const CategoryPage = latePage(() => import('./category-page'));
const LinkPage = latePage(() => import('../session/link-page'));
const SearchPage = latePage(() => import('./search-page'));
const ContactPage = latePage(() => import('./contact-page'));
const ConversationsPage = latePage(() => import('./conversations-page'));
const TicketPage = latePage(() => import('./ticket-page'), notificationsWords);
const ChatPage = latePage(() => import('./chat-page'), notificationsWords);
const ChatHistoryPage = latePage(() => import('./chat-history-page'));
const NotificationsPage = latePage(() => import('./notifications-page'), notificationsWords);
const UnsubscribePage = latePage(() => import('./unsubscribe-page'), notificationsWords);

export function Portal() {
  return (
    <SessionProvider realm="portal">
      <WhileSignedIn />
      <Layout>
        <Suspense fallback={<Loading />}>
          <Routes>
            <Route index element={<HomePage />} />
            <Route path="search" element={<SearchPage />} />
            <Route path="categories/:slug" element={<CategoryPage />} />
            <Route path="help/:slug" element={<ArticlePage />} />
            <Route path="sign-in" element={<SignInPage />} />
            <Route path="sign-in/link" element={<LinkPage />} />
            <Route path="unsubscribe" element={<UnsubscribePage />} />
            {/* Where links of before lead. */}
            <Route path="tickets" element={<Navigate to={CONVERSATIONS_PATH} replace />} />
            <Route element={<RequireSignIn />}>
              <Route path="contact" element={<ContactPage />} />
              <Route path="conversations" element={<ConversationsPage />} />
              <Route path="tickets/:id" element={<TicketPage />} />
              <Route path="chat" element={<ChatPage />} />
              <Route path="chat/:id" element={<ChatHistoryPage />} />
              <Route path="notifications" element={<NotificationsPage />} />
            </Route>
            <Route path="*" element={<NotFoundPage />} />
          </Routes>
        </Suspense>
      </Layout>
    </SessionProvider>
  );
}

function WhileSignedIn() {
  const { signedIn } = useSession();
  if (!signedIn) return null;
  return (
    <Suspense fallback={null}>
      <LiveUpdates />
    </Suspense>
  );
}
