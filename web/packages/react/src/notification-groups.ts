// How the list of notifications is ordered for reading: today's and earlier ones, each
// conversation once, and which of them a filter shows. Pure functions.

import type { DeskNotification, NotificationType } from '@frontdesk/client';
import { english, type Messages } from './messages';

type Words = Messages['bell'];

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
  day: 'today' | 'earlier';
  groups: NotificationGroup[];
}

export function fits({ read, type }: DeskNotification, filter: NotificationFilter): boolean {
  if (filter === 'all') return true;
  return filter === 'unread' ? !read : type === filter;
}

/** The types that there are among these, in the order of the catalogue. */
export function typesOf(
  notifications: readonly DeskNotification[],
  { types }: Words = english.bell,
): NotificationType[] {
  const present = new Set(notifications.map(({ type }) => type));
  const known = (Object.keys(types) as NotificationType[]).filter((type) => present.has(type));
  const others = [...present].filter((type) => !(type in types));
  return [...known, ...others];
}

/** What a type is called, in the plural. */
export function typeName(type: NotificationType, { types }: Words = english.bell): string {
  return types[type] ?? type;
}

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
    { day: 'today', groups: groupsOf(today) },
    { day: 'earlier', groups: groupsOf(earlier) },
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
export function titleOf(
  { latest, all, read }: NotificationGroup,
  words: Words = english.bell,
): string {
  if (all.length === 1) return latest.title;
  const types = new Set(all.map(({ type }) => type));
  const [type = null] = types.size === 1 ? types : [];
  return words.several(all.length, type, read, placeOf(latest, words));
}

/** The latest that happened; where its message only names the conversation, what it was. */
export function wordsOf({ latest, all }: NotificationGroup, words: Words = english.bell): string {
  const saysNoMore = all.length > 1 && latest.message === placeOf(latest, words);
  return saysNoMore ? latest.title : latest.message;
}

function placeOf({ data }: DeskNotification, words: Words): string {
  const { subject, ticketNumber } = data;
  if (typeof subject === 'string' && subject !== '') return subject;
  if (typeof ticketNumber === 'number') return words.ticket(ticketNumber);
  return data.ticketId ? words.yourTicket : words.yourChat;
}

/** What is said to those who hear the page, of all that has just arrived. */
export function arrivalWords(
  arrived: readonly DeskNotification[],
  words: Words = english.bell,
): string {
  const [first] = arrived;
  return first ? words.arrived(arrived.length, first.title) : '';
}
