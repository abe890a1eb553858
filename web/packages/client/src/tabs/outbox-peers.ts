// An outbox that several tabs share: one of those that are connected sends for all.

import type { OutboxChange, OutboxListener, OutboxMembership } from '../outbox/home';
import { onPageWake } from '../page-life';
import { Leadership } from './leadership';
import type { TabGroup } from './tab-group';

/** @param name tells a person's outboxes apart. */
export function joinOutbox(
  group: TabGroup,
  name: string,
  listener: OutboxListener,
): OutboxMembership {
  const topic = `outbox:${name}`;
  const stops = [
    group.on<OutboxChange>(topic, (change) => listener.onChange(change)),
    onPageWake(() => listener.onReturn()),
  ];
  let leadership: Leadership | null = null;
  const leave = () => {
    const left = leadership;
    leadership = null;
    left?.close();
  };
  return {
    get isSender() {
      return leadership?.isLeader ?? false;
    },
    setActive(isActive) {
      if (!isActive) leave();
      else
        leadership ??= new Leadership(group, topic, {
          onLead: () => listener.onSender(),
          onLose: () => {},
        });
    },
    tell: (change) => group.post(topic, change),
    leave() {
      for (const stop of stops) stop();
      leave();
    },
  };
}
