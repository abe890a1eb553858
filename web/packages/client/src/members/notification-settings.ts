// How the person wants to be told of what, as a member of a client.

import type { MemberKind } from '../member';
import { NotificationSettings } from '../notification-settings';

export { NotificationSettings, type NotificationSettingsSnapshot } from '../notification-settings';

export const notificationSettings: MemberKind<NotificationSettings> = ({ api }) => {
  const value = new NotificationSettings(api.preferences);
  return { value, forget: () => value.forget() };
};
