/** Asking for a mail with a link to sign in with. What is said after it is the same for everybody. */
import { useFrontdesk } from '@frontdesk/react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Button, TextField } from '../ui';
import { t } from '../ui/locales';
import { useFormError } from './form-error';
import styles from './sign-in.module.css';

export function LinkRequest() {
  const { api } = useFrontdesk();
  const [email, setEmail] = useState('');
  const ask = useMutation({ mutationFn: () => api.auth.requestLink({ email: email.trim() }) });
  const problem = useFormError(ask.error);
  if (ask.isSuccess) return <Asked email={email.trim()} onAgain={() => ask.reset()} />;
  return (
    <form
      className={styles.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!ask.isPending) ask.mutate();
      }}
    >
      <TextField
        label={t.email}
        type="email"
        name="email"
        autoComplete="email"
        hint={t.linkHint}
        required
        value={email}
        error={problem.field('email')}
        onChange={(event) => setEmail(event.target.value)}
      />
      {problem.form ? (
        <p className={styles.error} role="alert">
          {problem.form}
        </p>
      ) : null}
      <Button type="submit" variant="primary" busy={ask.isPending}>
        {t.sendLink}
      </Button>
    </form>
  );
}

function Asked({ email, onAgain }: { email: string; onAgain(): void }) {
  const words = useRef<HTMLParagraphElement>(null);
  // The form is gone, and with it the focus.
  useEffect(() => words.current?.focus(), []);
  return (
    <div className={styles.form}>
      <p ref={words} className={styles.reason} tabIndex={-1} role="status">
        {t.linkSent(email)}
      </p>
      <Button onClick={onAgain}>{t.anotherAddress}</Button>
    </div>
  );
}
