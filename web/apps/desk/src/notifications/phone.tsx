// The number that SMS go to: given, confirmed by a code, and taken back.

import type { NotificationPreferences } from '@frontdesk/client';
import { useFrontdesk, useNotificationPreferences } from '@frontdesk/react';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Badge, Button, errorMessage, TextField, useToast } from '../ui';
import { t } from './locales';
import { Part } from './part';
import styles from './preferences.module.css';
import { isPhoneNumber, phoneNumber } from './words';

const CODE = /^\d{6}$/;

export function Phone({ preferences }: { preferences: NotificationPreferences }) {
  const { phone, available } = preferences;
  const [changing, setChanging] = useState(false);
  const lead = t.smsLead;
  if (!available.sms) {
    return (
      <Part heading={t.sms}>
        <p className={styles.none}>{t.sendsNoSms}</p>
      </Part>
    );
  }
  return (
    <Part heading={t.sms} lead={lead}>
      {phone && !changing ? (
        <Present
          key={phone.number}
          number={phone.number}
          confirmed={phone.confirmed}
          onChange={() => setChanging(true)}
        />
      ) : (
        <NewNumber onDone={() => setChanging(false)} canCancel={Boolean(phone)} />
      )}
    </Part>
  );
}

function Present({
  number,
  confirmed,
  onChange,
}: {
  number: string;
  confirmed: boolean;
  onChange: () => void;
}) {
  const { api } = useFrontdesk();
  const { refresh } = useNotificationPreferences();
  const toast = useToast();
  const remove = useMutation({
    mutationFn: async () => {
      await api.preferences.removePhone();
      await refresh();
    },
    onError: (error) =>
      toast({ tone: 'danger', title: t.itWasNotRemoved, text: errorMessage(error) }),
  });
  return (
    <>
      <div className={styles.row}>
        <p className={styles.words}>
          <span className={styles.rowTitle}>
            {number}{' '}
            <Badge tone={confirmed ? 'success' : 'warning'}>
              {confirmed ? t.confirmed : t.notConfirmed}
            </Badge>
          </span>
        </p>
        <div className={styles.actions}>
          <Button size="s" onClick={onChange}>
            {t.change}
          </Button>
          <Button size="s" busy={remove.isPending} onClick={() => remove.mutate()}>
            {t.remove}
          </Button>
        </div>
      </div>
      {confirmed ? null : <Code number={number} />}
    </>
  );
}

function NewNumber({ onDone, canCancel }: { onDone: () => void; canCancel: boolean }) {
  const { api } = useFrontdesk();
  const { refresh } = useNotificationPreferences();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const give = useMutation({
    mutationFn: async (number: string) => {
      await api.preferences.setPhone(number);
      await refresh();
    },
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const number = phoneNumber(text);
    if (!isPhoneNumber(number)) {
      setProblem(t.beginWithPlus);
      return;
    }
    setProblem(null);
    give.mutate(number);
  };
  return (
    <form className={styles.line} onSubmit={submit} noValidate>
      <TextField
        label={t.phoneNumber}
        type="tel"
        autoComplete="tel"
        placeholder="+49 151 12345678"
        value={text}
        error={problem ?? (give.isError ? errorMessage(give.error) : null)}
        onChange={(event) => setText(event.target.value)}
      />
      <Button type="submit" busy={give.isPending}>
        {t.sendTheCode}
      </Button>
      {canCancel ? <Button onClick={onDone}>{t.cancel}</Button> : null}
    </form>
  );
}

function Code({ number }: { number: string }) {
  const { api } = useFrontdesk();
  const { refresh } = useNotificationPreferences();
  const toast = useToast();
  const [code, setCode] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = useMutation({
    mutationFn: async () => {
      await api.preferences.confirmPhone(code.trim());
      await refresh();
    },
    onSuccess: () => toast({ tone: 'success', title: t.numberConfirmed }),
  });
  const again = useMutation({
    mutationFn: () => api.preferences.setPhone(number),
    onSuccess: () => toast({ title: t.codeOnItsWay(number) }),
    onError: (error) => toast({ tone: 'danger', title: t.noCodeSent, text: errorMessage(error) }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const isCode = CODE.test(code.trim());
    setProblem(isCode ? null : t.codeHasSixDigits);
    if (isCode) confirm.mutate();
  };
  return (
    <form className={styles.line} onSubmit={submit} noValidate>
      <TextField
        label={t.codeFromSms}
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={8}
        value={code}
        error={problem ?? (confirm.isError ? errorMessage(confirm.error) : null)}
        onChange={(event) => setCode(event.target.value)}
      />
      <Button type="submit" variant="primary" busy={confirm.isPending}>
        {t.confirm}
      </Button>
      <Button busy={again.isPending} onClick={() => again.mutate()}>
        {t.sendAnother}
      </Button>
    </form>
  );
}
