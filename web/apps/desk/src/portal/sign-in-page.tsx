/** The pages that need to know who is asking, and the one that asks. */
import { lazy } from 'react';
import { Navigate, Outlet, useLocation } from 'react-router';
import { useDeskConfig, useSession } from '../session';
import { useDocumentTitle } from '../ui';

const CustomerSignIn = lazy(async () => {
  const { CustomerSignIn: Form } = await import('../session/sign-in');
  return { default: Form };
});

const REASONS: Record<string, string> = {
  contact: 'Sign in to write to us, so that our answer finds you.',
  tickets: 'Sign in to see your tickets.',
  chat: 'Sign in to chat with us.',
  notifications: 'Sign in to say how you want to hear from us.',
};

/** The page below, or the sign-in in its place. */
export function RequireSignIn() {
  const { signedIn } = useSession();
  const { pathname } = useLocation();
  if (signedIn) return <Outlet />;
  return <AskToSignIn reason={REASONS[pathname.split('/')[1] ?? '']} />;
}

export function SignInPage() {
  const { signedIn } = useSession();
  if (signedIn) return <Navigate to="/" replace />;
  return <AskToSignIn />;
}

function AskToSignIn({ reason }: { reason?: string }) {
  const { name } = useDeskConfig();
  useDocumentTitle('Sign in', name);
  return <CustomerSignIn reason={reason} />;
}
