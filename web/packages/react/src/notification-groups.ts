// How the list of notifications is ordered for reading: today's and earlier ones, each
// conversation once, and which of them a filter shows. Pure functions.

import type { DeskNotification, NotificationType } from '@frontdesk/client';

/** `all`, `unread`, or one type. */
export type NotificationFilter = 'all' | 'unread' | NotificationType;

/** One entry of the list: a notification, or several of one conversation. */
export interface NotificationGroup {
  /** Stays the same while more of the conversation arrive. */
  key: string;
  /** The newest of them. */
  latest: DeskNotification;
  /** Newest first; never empty. */
  all: readonly DeskNotification[];
  read: boolean;
}

export interface NotificationSection {
  name: 'Today' | 'Earlier';
  groups: NotificationGroup[];
}

export function fits({ read, type }: DeskNotification, filter: NotificationFilter): boolean {
  if (filter === 'all') return true;
  return filter === 'unread' ? !read : type === filter;
}

/** The types that there are among these, in the order of `TYPE_NAMES`. */
export function typesOf(notifications: readonly DeskNotification[]): NotificationType[] {
  const present = new Set(notifications.map(({ type }) => type));
  const known = (Object.keys(TYPE_NAMES) as NotificationType[]).filter((type) => present.has(type));
  const others = [...present].filter((type) => !(type in TYPE_NAMES));
  return [...known, ...others];
}

/** What a type is called, in the plural. */
export function typeName(type: NotificationType): string {
  return TYPE_NAMES[type] ?? type;
}

const TYPE_NAMES: Partial<Record<string, string>> = {
  'ticket-response': 'Replies',
  'ticket-update': 'Ticket changes',
  'chat-message': 'Chat messages',
  assigned: 'Assigned to you',
  mentioned: 'Mentions',
  'sla-at-risk': 'Times at risk',
  system: 'Announcements',
};

/**
 * Newest first. What is unread and what is read of a conversation are two entries, so that an
 * entry is either.
 */
export function sectionsOf(
  notifications: readonly DeskNotification[],
  now: number,
): NotificationSection[] {
  const midnight = new Date(now).setHours(0, 0, 0, 0);
  const today = notifications.filter(({ createdAt }) => Date.parse(createdAt) >= midnight);
  const earlier = notifications.filter(({ createdAt }) => Date.parse(createdAt) < midnight);
  const sections: NotificationSection[] = [
    { name: 'Today', groups: groupsOf(today) },
    { name: 'Earlier', groups: groupsOf(earlier) },
  ];
  return sections.filter(({ groups }) => groups.length > 0);
}

function groupsOf(notifications: readonly DeskNotification[]): NotificationGroup[] {
  const groups = new Map<string, DeskNotification[]>();
  for (const one of notifications) {
    const conversation = conversationOf(one);
    const key = conversation ? `${conversation} ${one.read ? 'read' : 'unread'}` : one.id;
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups].map(([key, all]) => {
    const latest = all[0] as DeskNotification;
    return { key, latest, all, read: latest.read };
  });
}

function conversationOf({ data }: DeskNotification): string | null {
  return data.ticketId ?? data.sessionId ?? null;
}

/** “3 new replies in The stand wobbles”; of a single one its own title. */
export function titleOf({ latest, all, read }: NotificationGroup): string {
  if (all.length === 1) return latest.title;
  const types = new Set(all.map(({ type }) => type));
  const [type] = types;
  const noun = types.size === 1 ? NOUNS[type as string] : undefined;
  return `${all.length} ${read ? '' : 'new '}${noun ?? 'notifications'} in ${placeOf(latest)}`;
}

/** The latest that happened; where its message only names the conversation, what it was. */
export function wordsOf({ latest, all }: NotificationGroup): string {
  const saysNoMore = all.length > 1 && latest.message === placeOf(latest);
  return saysNoMore ? latest.title : latest.message;
}

const NOUNS: Partial<Record<string, string>> = {
  'ticket-response': 'replies',
  'ticket-update': 'changes',
  'chat-message': 'messages',
  mentioned: 'mentions',
};

function placeOf({ data }: DeskNotification): string {
  const { subject, ticketNumber } = data;
  if (typeof subject === 'string' && subject !== '') return subject;
  if (typeof ticketNumber === 'number') return `ticket #${ticketNumber}`;
  return data.ticketId ? 'your ticket' : 'your chat';
}

/** What is said to those who hear the page, of all that has just arrived. */
export function arrivalWords(arrived: readonly DeskNotification[]): string {
  const [only, ...more] = arrived;
  if (!only) return '';
  return more.length === 0
    ? `New notification: ${only.title}`
    : `${arrived.length} new notifications`;
}
