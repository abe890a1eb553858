// Entries of the audit log in words. Pure.

const KNOWN: Record<string, string> = {
  'agent.update': 'Changed an agent',
  'chat.ticket': 'Made a ticket of a chat',
  'conversation.merge': 'Merged a conversation into another',
  'conversation.snooze': 'Set a conversation aside',
  'conversation.unmerge': 'Took a merge back',
  'conversation.unsnooze': 'Took a conversation up again',
  'form.set': 'Changed the form before a chat',
  'widget.set': 'Changed the widget',
  'hours.remove': 'Removed a team’s hours',
  'hours.set': 'Changed the business hours',
  'macro.apply': 'Used a macro',
  'macro.create': 'Made a macro',
  'macro.delete': 'Deleted a macro',
  'macro.update': 'Changed a macro',
  'moderation.approve': 'Approved a message',
  'moderation.flag': 'Flagged a message',
  'moderation.hold': 'Held a message for review',
  'moderation.mask': 'Masked words in a message',
  'moderation.refuse': 'Refused a message',
  'moderation.reject': 'Rejected a message',
  'moderation.reopen': 'Put a message up for review again',
  'moderation.rule-create': 'Made a moderation rule',
  'moderation.rule-delete': 'Deleted a moderation rule',
  'moderation.rule-update': 'Changed a moderation rule',
  'person.block': 'Blocked a person',
  'person.unblock': 'Unblocked a person',
  'person.vip': 'Marked or unmarked a VIP',
  'team.create': 'Made a team',
  'team.delete': 'Deleted a team',
  'team.update': 'Changed a team',
  'ticket.chat': 'Made a chat of a ticket',
};

/** “backup.file-copy” is “Backup: file copy” where nobody has said it better. */
export function actionInWords(action: string): string {
  const known = KNOWN[action];
  if (known) return known;
  const [area = action, ...rest] = action.split('.');
  const plain = (text: string) => text.replace(/[-_.]/g, ' ');
  const named = plain(area).replace(/^./, (letter) => letter.toUpperCase());
  return rest.length === 0 ? named : `${named}: ${plain(rest.join('.'))}`;
}

/** Actions to choose from: those with a name, and those that were met. */
export function actionOptions(met: readonly string[]): { value: string; label: string }[] {
  return [...new Set([...Object.keys(KNOWN), ...met])]
    .map((value) => ({ value, label: actionInWords(value) }))
    .sort((left, right) => left.label.localeCompare(right.label));
}

export interface Fact {
  name: string;
  value: string;
}

/** The members of an entry's details that say something. */
export function factsOf(details: unknown): Fact[] {
  if (typeof details !== 'object' || details === null) return [];
  return Object.entries(details)
    .map(([name, value]) => ({ name, value: valueInWords(value) }))
    .filter(({ value }) => value !== '');
}

function valueInWords(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map(valueInWords).filter(Boolean).join(', ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
