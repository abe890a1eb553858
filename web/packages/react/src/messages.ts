// Every word that the components say, in English. A page replaces any of them, or all, by a
// `MessagesProvider` or a component's `messages`; numbers and dates follow `locale`.

import type { Priority, TicketStatus } from '@frontdesk/client';

export interface Messages {
  /** BCP 47, for dates, times and numbers; the browser's when it is undefined. */
  locale: string | undefined;
  bell: {
    label: (unread: number) => string;
    title: string;
    markAllRead: string;
    markRead: (title: string) => string;
    unread: string;
    show: string;
    all: string;
    onlyUnread: string;
    loading: string;
    older: string;
    retry: string;
    none: string;
    noneUnread: string;
    noneOfKind: string;
    today: string;
    earlier: string;
    justNow: string;
    settings: string;
    allow: string;
    blocked: string;
    arrived: (count: number, title: string) => string;
    /** Of several in one conversation. */
    several: (count: number, type: string | null, read: boolean, place: string) => string;
    ticket: (number: number) => string;
    yourTicket: string;
    yourChat: string;
    /** By the notification's type; what is missing is shown as it is. */
    types: Record<string, string>;
  };
  search: {
    label: string;
    placeholder: string;
    clear: string;
    articles: string;
    searches: string;
    didYouMean: (words: string) => string;
    none: string;
    failed: string;
    count: (options: number) => string;
  };
  contact: {
    title: string;
    subject: string;
    subjectHint: string;
    description: string;
    descriptionHint: string;
    subjectMissing: string;
    descriptionMissing: string;
    tooLong: (max: number) => string;
    attach: string;
    files: string;
    removeFile: (name: string) => string;
    uploading: string;
    fileFailed: string;
    articles: string;
    articlesFound: (count: number) => string;
    solves: string;
    solved: string;
    send: string;
    sending: string;
    sent: (number: number) => string;
    another: string;
  };
  tickets: {
    label: string;
    none: string;
    loading: string;
    more: string;
    retry: string;
    pending: string;
    number: (number: number) => string;
    updated: (when: string) => string;
    status: Record<TicketStatus, string>;
    priority: Record<Priority, string>;
  };
  chat: {
    title: string;
    withAgent: (name: string) => string;
    log: string;
    greeting: string;
    away: string;
    awayUntil: (when: string) => string;
    leave: string;
    left: (ticket: number) => string;
    placeholder: string;
    message: string;
    send: string;
    attach: string;
    removeFile: (name: string) => string;
    uploading: string;
    waiting: string;
    position: (place: number) => string;
    typing: (name: string | null) => string;
    ended: string;
    again: string;
    end: string;
    you: string;
    agent: string;
    system: string;
    failed: string;
    retry: string;
    discard: string;
    earlierFailed: string;
    offline: string;
    states: Record<'queued' | 'sending' | 'held' | 'sent' | 'delivered' | 'seen', string>;
  };
}

const NOUNS: Partial<Record<string, string>> = {
  'ticket-response': 'replies',
  'ticket-update': 'changes',
  'chat-message': 'messages',
  mentioned: 'mentions',
};

export const english: Messages = {
  locale: undefined,
  bell: {
    label: (unread) => (unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`),
    title: 'Notifications',
    markAllRead: 'Mark all as read',
    markRead: (title) => `Mark as read: ${title}`,
    unread: 'Unread: ',
    show: 'Show',
    all: 'All',
    onlyUnread: 'Unread',
    loading: 'Loading…',
    older: 'Show older',
    retry: 'Try again',
    none: 'Nothing new. You will hear of answers and changes to your tickets here.',
    noneUnread: 'Nothing unread.',
    noneOfKind: 'Nothing of this kind.',
    today: 'Today',
    earlier: 'Earlier',
    justNow: 'just now',
    settings: 'Settings',
    allow: 'Show notifications on this device',
    blocked: 'Notifications on this device are blocked in the browser’s settings.',
    arrived: (count, title) =>
      count === 1 ? `New notification: ${title}` : `${count} new notifications`,
    several: (count, type, read, place) =>
      `${count} ${read ? '' : 'new '}${(type && NOUNS[type]) ?? 'notifications'} in ${place}`,
    ticket: (number) => `ticket #${number}`,
    yourTicket: 'your ticket',
    yourChat: 'your chat',
    types: {
      'ticket-response': 'Replies',
      'ticket-update': 'Ticket changes',
      'chat-message': 'Chat messages',
      assigned: 'Assigned to you',
      mentioned: 'Mentions',
      'sla-at-risk': 'Times at risk',
      system: 'Announcements',
    },
  },
  search: {
    label: 'Search the help centre',
    placeholder: 'Describe it in your own words',
    clear: 'Clear the search',
    articles: 'Articles',
    searches: 'Searches',
    didYouMean: (words) => `Did you mean “${words}”?`,
    none: 'No article fits. Try other words.',
    failed: 'The search does not answer just now.',
    count: (options) =>
      `${options} ${options === 1 ? 'suggestion' : 'suggestions'}, reach them by the arrow keys.`,
  },
  contact: {
    title: 'Write to us',
    subject: 'Subject',
    subjectHint: 'In a few words',
    description: 'What happened?',
    descriptionHint: 'What you did, what you expected, and what came instead.',
    subjectMissing: 'Say in a few words what it is about.',
    descriptionMissing: 'Tell us what happened.',
    tooLong: (max) => `Please use at most ${max} characters.`,
    attach: 'Attach files',
    files: 'Files',
    removeFile: (name) => `Remove ${name}`,
    uploading: 'Waiting for the files …',
    fileFailed: 'failed, and will not be sent',
    articles: 'Perhaps one of these already answers it',
    articlesFound: (count) =>
      `${count} ${count === 1 ? 'article' : 'articles'} may help, below the subject.`,
    solves: 'That answers it',
    solved: 'Good to hear. Your question was not sent.',
    send: 'Send',
    sending: 'Sending …',
    sent: (number) => `Ticket #${number} is with us. We will let you know when we answer.`,
    another: 'Write another one',
  },
  tickets: {
    label: 'My tickets',
    none: 'You have no tickets yet.',
    loading: 'Loading the tickets',
    more: 'Show more',
    retry: 'Try again',
    pending: 'Being sent …',
    number: (number) => `#${number}`,
    updated: (when) => `Updated ${when}`,
    status: {
      open: 'Open',
      'in-progress': 'In progress',
      resolved: 'Resolved',
      closed: 'Closed',
    },
    priority: { low: 'Low', medium: 'Medium', high: 'High', urgent: 'Urgent' },
  },
  chat: {
    title: 'Chat with us',
    withAgent: (name) => `Chat with ${name}`,
    log: 'Messages',
    greeting: 'Hello! What can we do for you?',
    away: 'Nobody is here just now. Leave a message, and we will write to you.',
    awayUntil: (when) => `Nobody is here just now. We are back ${when}.`,
    leave: 'Leave the message',
    left: (ticket) => `Thank you. Your message is ticket #${ticket}; we will write to you.`,
    placeholder: 'Write a message',
    message: 'Your message',
    send: 'Send',
    attach: 'Attach files',
    removeFile: (name) => `Remove ${name}`,
    uploading: 'Waiting for the files …',
    waiting: 'We are looking for somebody for you.',
    position: (place) => `You are number ${place} in the queue.`,
    typing: (name) => `${name ?? 'The other side'} is writing …`,
    ended: 'This chat has ended.',
    again: 'Start another chat',
    end: 'End the chat',
    you: 'You',
    agent: 'Support',
    system: 'Note',
    failed: 'Not sent.',
    retry: 'Try again',
    discard: 'Discard',
    earlierFailed: 'Not sent in an earlier chat',
    offline: 'No connection. What you write is sent when it is back.',
    states: {
      queued: 'Waiting',
      sending: 'Sending',
      held: 'Being looked at',
      sent: 'Sent',
      delivered: 'Delivered',
      seen: 'Seen',
    },
  },
};

/** Any part of a catalogue; what is missing stays as it is. */
export type SomeMessages = {
  [Section in keyof Messages]?: Messages[Section] extends object
    ? Partial<Messages[Section]>
    : Messages[Section];
};

/** One catalogue over another. */
export function withMessages(base: Messages, own: SomeMessages | undefined): Messages {
  if (!own) return base;
  const merged: Record<string, unknown> = { ...base };
  for (const [name, section] of Object.entries(own)) {
    if (section === undefined && name !== 'locale') continue;
    const before = merged[name];
    merged[name] =
      typeof section === 'object' && section !== null
        ? { ...(before as object), ...section }
        : section;
  }
  return merged as unknown as Messages;
}
