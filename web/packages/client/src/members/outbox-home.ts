// Where a person's unsent messages are kept, and which tabs share them.

import type { ClientParts } from '../member';
import type { OutboxHome } from '../outbox/home';
import { indexedDbStorage } from '../outbox/storage';
import { joinOutbox } from '../tabs/outbox-peers';
import type { PersonScope } from '../tabs/person-scope';

/** Tells a person's outboxes apart. */
export type OutboxSide = 'user' | 'agent';

/** Of the present person, as soon as it is known who that is. */
export function presentOutboxHome(
  parts: ClientParts,
  side: OutboxSide,
): OutboxHome | Promise<OutboxHome> {
  const scope = parts.scope();
  if (scope instanceof Promise) return scope.then((known) => outboxHomeOf(parts, known, side));
  return outboxHomeOf(parts, scope, side);
}

export function outboxHomeOf(
  { url, options }: ClientParts,
  { person, group }: PersonScope,
  side: OutboxSide,
): OutboxHome {
  const { outboxStorage = indexedDbStorage } = options;
  return {
    storage: person === null ? null : (outboxStorage?.(`${url}|${person}|${side}`) ?? null),
    join: group && ((listener) => joinOutbox(group, side, listener)),
  };
}
