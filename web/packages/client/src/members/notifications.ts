// What a person is told, as members of a client: the list, the browser's own notifications, and how
// the person wants to be told of what.

import { BrowserNotifications } from '../browser-notifications';
import { connectable, type MemberKind } from '../member';
import { NotificationCenter } from '../notification-center';
import { Told } from '../push/told';
import { attention } from './attention';
import { line } from './line';

export {
  type BrowserNews,
  BrowserNotifications,
  type BrowserNotificationsSnapshot,
  type BrowserPermission,
} from '../browser-notifications';
export { NotificationCenter, type NotificationCenterSnapshot } from '../notification-center';

export const notificationCenter: MemberKind<NotificationCenter> = ({ api, member }) =>
  connectable(new NotificationCenter(member(line).channel('/'), api.notifications));

export const browserNotifications: MemberKind<BrowserNotifications> = ({ member }) => {
  const told = new Told();
  const value = new BrowserNotifications(member(attention), told);
  told.answer();
  return { value, forget: () => told.forget(), close: () => told.close() };
};
