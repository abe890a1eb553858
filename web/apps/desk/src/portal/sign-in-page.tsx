/** The pages that need to know who is asking, and the one that asks. */
import { lazy } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { useDeskConfig, useSession } from '../session';
import { useDocumentTitle } from '../ui';
import { t } from './locales';

const CustomerSignIn = lazy(async () => {
  const { CustomerSignIn: Form } = await import('../session/sign-in');
  return { default: Form };
});

/** Why a page asks who one is, by the first part of its address. */
function reasonOf(pathname: string): string | undefined {
  const reasons: Record<string, string> = {
    contact: t.signInToWrite,
    conversations: t.signInToSeeTickets,
    tickets: t.signInToSeeTickets,
    chat: t.signInToChat,
    notifications: t.signInToChoose,
  };
  return reasons[pathname.split('/')[1] ?? ''];
}

/** The page below, or the sign-in in its place. */
export function RequireSignIn() {
  const { signedIn } = useSession();
  const { pathname } = useLocation();
  if (signedIn) return <Outlet />;
  return <AskToSignIn reason={reasonOf(pathname)} />;
}

export function SignInPage() {
  const { signedIn } = useSession();
  if (signedIn) return <Navigate to="/" replace />;
  return <AskToSignIn />;
}

function AskToSignIn({ reason }: { reason?: string }) {
  const { name } = useDeskConfig();
  useDocumentTitle(t.signIn, name);
  return <CustomerSignIn reason={reason} />;
}
