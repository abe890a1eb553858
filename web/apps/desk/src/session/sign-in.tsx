/**
 * Signing in: staff with e-mail and password; customers by a mailed link, or with a name where
 * visitors are allowed.
 */

import type { SignedIn } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation } from '@tanstack/react-query';
import { KeyRound, UserRound } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button, Notice, TextField } from '../ui';
import { t } from '../ui/locales';
import { useFormError } from './form-error';
import { LinkRequest } from './link-request';
import { useDeskConfig, useSession } from './session';
import styles from './sign-in.module.css';
import { Card } from './sign-in-card';

/** The console's way in. */
export function StaffSignIn() {
  const { api } = useFrontdesk();
  const { signIn, expired } = useSession();
  const { name } = useDeskConfig();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const login = useMutation({
    mutationFn: () => api.auth.login({ email: email.trim(), password }),
    onSuccess: (answer: SignedIn) => signIn(answer.token),
  });
  const problem = useFormError(login.error);
  return (
    <Card icon={<KeyRound size={22} aria-hidden />} title={t.signInTo(name)}>
      {expired ? <ExpiredNotice /> : null}
      <form
        className={styles.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          login.mutate();
        }}
      >
        <TextField
          label={t.email}
          type="email"
          name="email"
          autoComplete="username"
          required
          value={email}
          error={problem.field('email')}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label={t.password}
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          error={problem.field('password')}
          onChange={(event) => setPassword(event.target.value)}
        />
        {problem.form ? (
          <p className={styles.error} role="alert">
            {problem.form}
          </p>
        ) : null}
        <Button type="submit" variant="primary" busy={login.isPending}>
          {t.signIn}
        </Button>
      </form>
    </Card>
  );
}

/** The portal's way in: shown where a page needs to know who is asking. */
export function CustomerSignIn({ reason }: { reason?: string }) {
  const { expired } = useSession();
  const { visitors, linkSignIn, name } = useDeskConfig();
  return (
    <Card
      icon={<UserRound size={22} aria-hidden />}
      title={visitors ? t.whoMayWeAnswer : t.pleaseSignIn}
    >
      {expired ? <ExpiredNotice /> : null}
      {reason ? <p className={styles.reason}>{reason}</p> : null}
      {visitors ? <VisitorForm /> : null}
      {visitors && linkSignIn ? <p className={styles.reason}>{t.orByLink}</p> : null}
      {linkSignIn ? <LinkRequest /> : null}
      {visitors || linkSignIn ? null : <p className={styles.reason}>{t.signInByLink(name)}</p>}
    </Card>
  );
}

function VisitorForm() {
  const { api } = useFrontdesk();
  const { signIn } = useSession();
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const visit = useMutation({
    mutationFn: () =>
      api.auth.visitor({ name: name.trim() || undefined, email: email.trim() || undefined }),
    onSuccess: (answer: SignedIn) => signIn(answer.token),
  });
  const problem = useFormError(visit.error);
  return (
    <form
      className={styles.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        visit.mutate();
      }}
    >
      <TextField
        label={t.yourName}
        name="name"
        autoComplete="name"
        value={name}
        error={problem.field('name')}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label={t.emailOptional}
        type="email"
        name="email"
        autoComplete="email"
        hint={t.emailHint}
        value={email}
        error={problem.field('email')}
        onChange={(event) => setEmail(event.target.value)}
      />
      {problem.form ? (
        <p className={styles.error} role="alert">
          {problem.form}
        </p>
      ) : null}
      <Button type="submit" variant="primary" busy={visit.isPending}>
        {t.continue}
      </Button>
    </form>
  );
}

function ExpiredNotice() {
  return (
    <Notice tone="warning" live>
      {t.signInEnded}
    </Notice>
  );
}
