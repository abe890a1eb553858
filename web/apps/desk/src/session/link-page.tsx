/**
 * Where a mailed link leads. Nothing happens before the button is pressed: programs that look
 * through mail open links, and would use this one up.
 */
import { FrontdeskError } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { Button, errorMessage, Notice, useDocumentTitle } from '../ui';
import { t } from '../ui/locales';
import { LinkRequest } from './link-request';
import { useDeskConfig, useSession } from './session';
import styles from './sign-in.module.css';
import { Card } from './sign-in-card';

/** What stands behind the `#`, until another link is opened in this tab. */
function useTokenOfAddress(): string {
  const [token, setToken] = useState(() => location.hash.slice(1));
  useEffect(() => {
    const take = () => {
      const fresh = location.hash.slice(1);
      if (fresh === '') return;
      setToken(fresh);
      // Out of the address bar, the history and the next screenshot.
      history.replaceState(history.state, '', location.pathname + location.search);
    };
    take();
    addEventListener('hashchange', take);
    return () => removeEventListener('hashchange', take);
  }, []);
  return token;
}

export default function LinkPage() {
  const { api } = useFrontdesk();
  const { signIn } = useSession();
  const { name, linkSignIn } = useDeskConfig();
  const navigate = useNavigate();
  const token = useTokenOfAddress();
  useDocumentTitle(t.signIn, name);
  const redeem = useMutation({
    mutationFn: () => api.auth.redeemLink({ token }),
    onSuccess: (answer) => {
      signIn(answer.token);
      navigate('/tickets', { replace: true });
    },
  });
  const { error } = redeem;
  const isOver = token === '' || (error instanceof FrontdeskError && error.status === 403);
  return (
    <Card icon={<MailCheck size={22} aria-hidden />} title={t.signInTo(name)}>
      {isOver ? (
        <>
          <Notice tone="warning" live>
            {t.linkIsOver}
          </Notice>
          {linkSignIn ? <LinkRequest /> : null}
        </>
      ) : (
        <div className={styles.form}>
          <p className={styles.reason}>{t.pressToSignIn}</p>
          {error ? (
            <p className={styles.error} role="alert">
              {errorMessage(error)}
            </p>
          ) : null}
          <Button variant="primary" busy={redeem.isPending} onClick={() => redeem.mutate()}>
            {t.signIn}
          </Button>
        </div>
      )}
    </Card>
  );
}
