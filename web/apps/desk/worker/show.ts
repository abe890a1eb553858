// A push message becomes a notification on the screen, unless an open page has told it already.

import type {
  PushPayload,
  ToldAnswer,
  ToldQuestion,
} from '../../../packages/client/src/push/worker-messages';
import { type Carried, type Scope, windows, within } from './scope';

/** How long a page may take to answer; one that is frozen never does (milliseconds). */
const ANSWER_MS = 1_000;
const ICON = '/favicon.svg';
/** What is shown of a message that can't be read: browsers demand that something is. */
const UNREADABLE: PushPayload = { title: 'There is something new', tag: 'frontdesk' };

export async function show(
  scope: Scope,
  data: Pick<PushMessageData, 'json'> | null,
): Promise<void> {
  const payload = read(data);
  if (await wasTold(scope, payload.notificationIds ?? [])) return;
  await showPayload(scope, payload);
}

function read(data: Pick<PushMessageData, 'json'> | null): PushPayload {
  try {
    const payload = data?.json() as Partial<PushPayload> | null;
    return typeof payload?.title === 'string' ? (payload as PushPayload) : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

/** One with the same tag takes the place of the last one, and is heard again. */
export function showPayload(scope: Scope, payload: PushPayload): Promise<void> {
  const { title, body, tag, readToken } = payload;
  const carried: Carried = { url: within(scope, payload.url), title, body, readToken };
  const options = {
    body,
    tag,
    renotify: tag !== undefined,
    icon: ICON,
    data: carried,
    actions: [
      { action: 'open', title: 'Open' },
      ...(readToken ? [{ action: 'read', title: 'Mark read' }] : []),
    ],
  };
  return scope.registration.showNotification(title, options as NotificationOptions);
}

/** Whether one of the open pages has told all of these. */
async function wasTold(scope: Scope, notifications: string[]): Promise<boolean> {
  if (notifications.length === 0) return false;
  const answers = (await windows(scope)).map((client) => ask(client, notifications));
  return (await Promise.all(answers)).includes(true);
}

function ask(client: WindowClient, notifications: string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const answered = (told: boolean) => {
      clearTimeout(timer);
      port1.close();
      resolve(told);
    };
    const timer = setTimeout(() => answered(false), ANSWER_MS);
    port1.onmessage = ({ data }: MessageEvent<ToldAnswer>) => answered(data?.told === true);
    const question: ToldQuestion = { type: 'frontdesk:told?', notifications };
    client.postMessage(question, [port2]);
  });
}
