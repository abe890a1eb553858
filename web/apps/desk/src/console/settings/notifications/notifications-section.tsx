// How the agent wants to be told of what: the same settings as in the portal.

import { Preferences } from '../../../notifications/preferences';
import { SectionBody } from '../section-body';

export function NotificationsSection() {
  return (
    <SectionBody
      wide
      title="My notifications"
      lead="Choose what you want to hear of, where and when. Every change holds at once, for you alone."
    >
      <Preferences />
    </SectionBody>
  );
}
