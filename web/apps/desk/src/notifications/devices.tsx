// The devices that get push messages: this one, which is asked only after a click here, and the
// others.

import type { NotificationPreferences, PushDevice } from '@frontdesk/client';
import { useFrontdesk, useNotificationPreferences, usePush } from '@frontdesk/react';
import { useMutation } from '@tanstack/react-query';
import { BellRing, Send, Trash2 } from 'lucide-react';
import { Badge, Button, errorMessage, IconButton, Notice, RelativeTime, useToast } from '../ui';
import { t } from './locales';
import { Part } from './part';
import styles from './preferences.module.css';

export function Devices({ preferences }: { preferences: NotificationPreferences }) {
  const { available, pushSubscriptions } = preferences;
  const push = usePush();
  return (
    <Part heading={t.pushMessages} lead={t.pushLead}>
      {available.push ? (
        <>
          <ThisDevice push={push} />
          {pushSubscriptions.length > 0 ? (
            <ul className={styles.rows} aria-label={t.devices}>
              {pushSubscriptions.map((device) => (
                <Device key={device.id} device={device} push={push} />
              ))}
            </ul>
          ) : null}
        </>
      ) : (
        <p className={styles.none}>{t.sendsNoPush}</p>
      )}
    </Part>
  );
}

type Push = ReturnType<typeof usePush>;

/** What stands in the way on this device, or the button that turns it on. */
function ThisDevice({ push }: { push: Push }) {
  const { refresh } = useNotificationPreferences();
  const enable = async () => {
    await push.enable();
    await refresh();
  };
  return (
    <>
      {push.state === 'unsupported' ? <Notice>{t.pushUnsupported}</Notice> : null}
      {push.state === 'blocked' ? <Notice tone="warning">{t.pushBlocked}</Notice> : null}
      {push.state === 'off' ? (
        <div>
          <Button
            variant="primary"
            icon={<BellRing size={16} aria-hidden />}
            busy={push.busy}
            onClick={() => void enable()}
          >
            {t.turnOnHere}
          </Button>
          <p className={styles.note}>{t.browserWillAsk}</p>
        </div>
      ) : null}
      {push.error ? (
        <Notice tone="danger" live>
          {errorMessage(push.error)}
        </Notice>
      ) : null}
    </>
  );
}

function Device({ device, push }: { device: PushDevice; push: Push }) {
  const { api } = useFrontdesk();
  const { refresh } = useNotificationPreferences();
  const toast = useToast();
  const isThis = push.subscriptionId === device.id;
  const name = device.device || t.aBrowser;
  const since = <RelativeTime time={device.createdAt} />;
  const test = useMutation({
    mutationFn: () => api.preferences.testPush(device.id),
    onSuccess: () => toast({ tone: 'success', title: t.messageOnItsWay(name) }),
    onError: (error) => toast({ tone: 'danger', title: t.itWasNotSent, text: errorMessage(error) }),
  });
  const remove = useMutation({
    mutationFn: async () => {
      if (isThis) await push.disable();
      else await api.preferences.unsubscribe(device.id);
      await refresh();
    },
    onError: (error) =>
      toast({ tone: 'danger', title: t.deviceNotRemoved(name), text: errorMessage(error) }),
  });
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <p className={styles.rowTitle}>
          {name} {isThis ? <Badge tone="success">{t.thisDevice}</Badge> : null}
        </p>
        <p className={styles.note}>
          {device.lastUsedAt
            ? t.sinceAndLast(since, <RelativeTime time={device.lastUsedAt} />)
            : t.since(since)}
        </p>
      </div>
      <div className={styles.actions}>
        <Button
          size="s"
          icon={<Send size={15} aria-hidden />}
          busy={test.isPending}
          aria-label={t.sendTestTo(name)}
          onClick={() => test.mutate()}
        >
          {t.test}
        </Button>
        <IconButton
          size="s"
          label={t.removeDevice(name)}
          icon={<Trash2 size={16} aria-hidden />}
          disabled={remove.isPending}
          onClick={() => remove.mutate()}
        />
      </div>
    </li>
  );
}
