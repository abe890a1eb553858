// The agents' console: who may come in, and which page stands at which address. Loaded by the
// app on its own, so that customers never fetch it.

import { useFrontdesk } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { Headset } from 'lucide-react';
import { type ComponentType, lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router';
import { SessionProvider, StaffSignIn, useDeskConfig, useSession } from '../session';
import { Button, ButtonLink, EmptyState, ErrorState, Loading } from '../ui';
import styles from './gate.module.css';
import { OpenInInbox } from './inbox/open-in-inbox';
import { ConsoleContext } from './shared/console-context';
import { forgetDrafts } from './shared/drafts';
import { heldSends } from './shared/held-sends';
import { paths } from './shared/paths';
import { Shell } from './shell/shell';

// Each page comes when it is gone to.
const InboxPage = page(async () => (await import('./inbox/inbox-page')).InboxPage);
const ArticlesPage = page(async () => (await import('./articles/articles-page')).ArticlesPage);
const ReviewsPage = page(async () => (await import('./review/reviews-page')).ReviewsPage);
const SearchPage = page(async () => (await import('./search/search-page')).SearchPage);
const SettingsPage = page(async () => (await import('./settings/settings-page')).SettingsPage);
const AnnouncementsPage = page(
  async () => (await import('./announcements/announcements-page')).AnnouncementsPage,
);

function page(load: () => Promise<ComponentType>) {
  return lazy(async () => ({ default: await load() }));
}

export default function Console() {
  return (
    <SessionProvider realm="console">
      <Gate />
    </SessionProvider>
  );
}

/** Lets staff in; sends everybody else to the right place. */
function Gate() {
  const { signedIn, signOut } = useSession();
  const config = useDeskConfig();
  const { api } = useFrontdesk();
  const me = useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => api.auth.me({ signal }),
    enabled: signedIn,
    staleTime: Number.POSITIVE_INFINITY,
  });

  if (!signedIn) {
    return (
      <main className={styles.gate}>
        <StaffSignIn />
      </main>
    );
  }
  const leave = async () => {
    // As long as one may.
    await heldSends.sendAll();
    forgetDrafts();
    signOut();
  };
  if (me.isPending) {
    return (
      <main className={styles.gate}>
        <Loading label="Signing you in" />
      </main>
    );
  }
  if (me.isError) {
    return (
      <main className={styles.gate}>
        <ErrorState
          title="You could not be signed in"
          error={me.error}
          onRetry={() => void me.refetch()}
          action={<Button onClick={leave}>Sign out</Button>}
        />
      </main>
    );
  }
  if (me.data.role === 'user') {
    return (
      <main className={styles.gate}>
        <NotStaff name={me.data.name} onSignOut={leave} />
      </main>
    );
  }
  return (
    <ConsoleContext value={{ me: me.data, config, signOut: leave }}>
      <Shell>
        <Suspense fallback={<Loading />}>
          <Routes>
            <Route index element={<Navigate to={paths.inbox} replace />} />
            <Route path="inbox/:view?/:id?" element={<InboxPage />} />
            <Route path="chats/:id?" element={<OpenInInbox as="chat" />} />
            <Route path="tickets/:id?" element={<OpenInInbox as="ticket" />} />
            <Route path="articles/:id?" element={<ArticlesPage />} />
            <Route path="review/:id?" element={<ReviewsPage />} />
            <Route path="search" element={<SearchPage />} />
            <Route path="settings/:section?" element={<SettingsPage />} />
            {me.data.role === 'admin' ? (
              <Route path="announcements" element={<AnnouncementsPage />} />
            ) : null}
            <Route path="*" element={<NoSuchPage />} />
          </Routes>
        </Suspense>
      </Shell>
    </ConsoleContext>
  );
}

function NotStaff({ name, onSignOut }: { name: string; onSignOut: () => void }) {
  return (
    <EmptyState
      icon={<Headset size={26} aria-hidden />}
      title="This part is for staff"
      action={
        <>
          <ButtonLink variant="primary" to="/">
            Go to the help centre
          </ButtonLink>
          <Button onClick={onSignOut}>Sign in as someone else</Button>
        </>
      }
    >
      You are signed in as {name}. The console is where agents answer chats and tickets; yours are
      in the help centre.
    </EmptyState>
  );
}

function NoSuchPage() {
  return (
    <EmptyState
      title="There is no such page"
      action={<ButtonLink to={paths.inbox}>Go to the inbox</ButtonLink>}
    >
      The address may be mistyped, or the page may be for admins only.
    </EmptyState>
  );
}
