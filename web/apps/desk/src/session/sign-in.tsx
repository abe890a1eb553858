/** Signing in: staff with e-mail and password, visitors with a name where they are allowed. */

import { FrontdeskError, type SignedIn } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation } from '@tanstack/react-query';
import { KeyRound, UserRound } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Button, errorMessage, Notice, TextField } from '../ui';
import { t } from '../ui/locales';
import { useDeskConfig, useSession } from './session';
import styles from './sign-in.module.css';

/** What a failed form says: beside the field where the server names one, else above the button. */
function useFormError(error: unknown) {
  const fields = error instanceof FrontdeskError ? error : null;
  const hasFields = Boolean(fields?.fieldErrors.length);
  return {
    field: (name: string) => fields?.fieldError(name),
    form: error && !hasFields ? errorMessage(error) : null,
  };
}

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
  const { visitors, name } = useDeskConfig();
  return (
    <Card
      icon={<UserRound size={22} aria-hidden />}
      title={visitors ? t.whoMayWeAnswer : t.pleaseSignIn}
    >
      {expired ? <ExpiredNotice /> : null}
      {reason ? <p className={styles.reason}>{reason}</p> : null}
      {visitors ? <VisitorForm /> : <p className={styles.reason}>{t.signInByLink(name)}</p>}
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

function Card({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <section className={styles.card}>
      <span className={styles.icon}>{icon}</span>
      <h1 className={styles.title} tabIndex={-1} data-page-title>
        {title}
      </h1>
      {children}
    </section>
  );
}
