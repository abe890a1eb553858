/** The customers' portal: its sign-in, its frame and its addresses. */
import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router';
import { notificationsWords } from '../notifications/locales';
import { SessionProvider, useSession } from '../session';
import { Loading } from '../ui';
import { ArticlePage } from './article-page';
import { HomePage } from './home-page';
import { Layout } from './layout';
import { NotFoundPage } from './not-found-page';
import { RequireSignIn, SignInPage } from './sign-in-page';

/** The page, once the words that it shares with the notification settings are there too. */
async function withNotificationWords<Page>(page: Promise<Page>): Promise<Page> {
  await notificationsWords.load();
  return page;
}

// Reading comes first; what only some do comes when they do it.
const LiveUpdates = lazy(() => import('./live-updates'));
const CategoryPage = lazy(() => import('./category-page'));
const LinkPage = lazy(() => import('../session/link-page'));
const SearchPage = lazy(() => import('./search-page'));
const ContactPage = lazy(() => import('./contact-page'));
const TicketsPage = lazy(() => import('./tickets-page'));
const TicketPage = lazy(() => withNotificationWords(import('./ticket-page')));
const ChatPage = lazy(() => withNotificationWords(import('./chat-page')));
const ChatHistoryPage = lazy(() => import('./chat-history-page'));
const NotificationsPage = lazy(() => withNotificationWords(import('./notifications-page')));
const UnsubscribePage = lazy(() => withNotificationWords(import('./unsubscribe-page')));

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
            <Route element={<RequireSignIn />}>
              <Route path="contact" element={<ContactPage />} />
              <Route path="tickets" element={<TicketsPage />} />
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
