// The devices that get push messages: this one, which is asked only after a click here, and the
// others.

import type { NotificationPreferences, PushDevice } from '@frontdesk/client';
import { useFrontdesk, useNotificationPreferences, usePush } from '@frontdesk/react';
import { useMutation } from '@tanstack/react-query';
import { BellRing, Send, Trash2 } from 'lucide-react';
import { Badge, Button, errorMessage, IconButton, Notice, RelativeTime, useToast } from '../ui';
import { Part } from './part';
import styles from './preferences.module.css';

export function Devices({ preferences }: { preferences: NotificationPreferences }) {
  const { available, pushSubscriptions } = preferences;
  const push = usePush();
  return (
    <Part heading="Push messages" lead="They come to a device even while no page of ours is open.">
      {available.push ? (
        <>
          <ThisDevice push={push} />
          {pushSubscriptions.length > 0 ? (
            <ul className={styles.rows} aria-label="Devices">
              {pushSubscriptions.map((device) => (
                <Device key={device.id} device={device} push={push} />
              ))}
            </ul>
          ) : null}
        </>
      ) : (
        <p className={styles.none}>This help desk sends no push messages.</p>
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
      {push.state === 'unsupported' ? (
        <Notice>
          This browser can’t get push messages here. On an iPhone or iPad it can once this page is
          on the home screen (“Share”, then “Add to Home Screen”).
        </Notice>
      ) : null}
      {push.state === 'blocked' ? (
        <Notice tone="warning">
          Notifications from this site are blocked in this browser. To allow them, press the sign
          left of the address, choose “Allow” for notifications, and load this page again.
        </Notice>
      ) : null}
      {push.state === 'off' ? (
        <div>
          <Button
            variant="primary"
            icon={<BellRing size={16} aria-hidden />}
            busy={push.busy}
            onClick={() => void enable()}
          >
            Turn on for this device
          </Button>
          <p className={styles.note}>Your browser will ask whether you allow it.</p>
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
  const name = device.device || 'A browser';
  const test = useMutation({
    mutationFn: () => api.preferences.testPush(device.id),
    onSuccess: () => toast({ tone: 'success', title: `A message is on its way to ${name}` }),
    onError: (error) =>
      toast({ tone: 'danger', title: 'It was not sent', text: errorMessage(error) }),
  });
  const remove = useMutation({
    mutationFn: async () => {
      if (isThis) await push.disable();
      else await api.preferences.unsubscribe(device.id);
      await refresh();
    },
    onError: (error) =>
      toast({ tone: 'danger', title: `${name} was not removed`, text: errorMessage(error) }),
  });
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <p className={styles.rowTitle}>
          {name} {isThis ? <Badge tone="success">This device</Badge> : null}
        </p>
        <p className={styles.note}>
          Since <RelativeTime time={device.createdAt} />
          {device.lastUsedAt ? (
            <>
              , last message <RelativeTime time={device.lastUsedAt} />
            </>
          ) : null}
        </p>
      </div>
      <div className={styles.actions}>
        <Button
          size="s"
          icon={<Send size={15} aria-hidden />}
          busy={test.isPending}
          aria-label={`Send a test to ${name}`}
          onClick={() => test.mutate()}
        >
          Test
        </Button>
        <IconButton
          size="s"
          label={`Remove ${name}`}
          icon={<Trash2 size={16} aria-hidden />}
          disabled={remove.isPending}
          onClick={() => remove.mutate()}
        />
      </div>
    </li>
  );
}
