// Push messages to this device as a member of a client.

import type { MemberKind } from '../member';
import { PushSubscriber } from '../push/push-subscriber';

export {
  type PushState,
  PushSubscriber,
  type PushSubscriberSnapshot,
} from '../push/push-subscriber';

export const pushSubscriber: MemberKind<PushSubscriber> = ({ api, storage, person }) => {
  const value = new PushSubscriber(api.preferences, storage, person);
  const forget = () => value.forget();
  return { value, forget, close: forget };
};
