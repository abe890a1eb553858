// The sections of the settings: their addresses, names and pages. A new one is a line here.

import type { LucideIcon } from 'lucide-react';
import {
  Ban,
  BellRing,
  CalendarClock,
  ChartNoAxesColumn,
  ClipboardList,
  DatabaseZap,
  Equal,
  HardDrive,
  ListChecks,
  MailOpen,
  MessageCircle,
  Route,
  ScrollText,
  Send,
  ShieldCheck,
  UserRoundCog,
  UsersRound,
  Webhook,
  Zap,
} from 'lucide-react';
import type { ComponentType } from 'react';
import { SetupSection } from '../setup/setup-section';
import { AgentsSection } from './agents/agents-section';
import { BlockedSection } from './blocked/blocked-section';
import { DeliveriesSection } from './deliveries/deliveries-section';
import { FormSection } from './form/form-section';
import { HoursSection } from './hours/hours-section';
import { AuditSection } from './log/audit-section';
import { DecisionsSection } from './log/decisions-section';
import { MacrosSection } from './macros/macros-section';
import { MailInSection } from './mail-in/mail-in-section';
import { RulesSection } from './moderation/rules-section';
import { NotificationsSection } from './notifications/notifications-section';
import { SearchAnalyticsSection } from './search/analytics-section';
import { SearchIndexSection } from './search-index/index-section';
import { StorageSection } from './storage/storage-section';
import { SynonymsSection } from './synonyms/synonyms-section';
import { TeamsSection } from './teams/teams-section';
import { WebhooksSection } from './webhooks/webhooks-section';
import { WidgetSection } from './widget/widget-section';

export interface Section {
  slug: string;
  label: string;
  /** What it decides, in a few words. */
  about: string;
  icon: LucideIcon;
  page: ComponentType;
}

export interface SectionGroup {
  heading: string;
  sections: readonly Section[];
}

export const GROUPS: readonly SectionGroup[] = [
  {
    heading: 'Begin',
    sections: [
      {
        slug: 'set-up',
        label: 'Set up the desk',
        about: 'What is still to be done, for admins',
        icon: ListChecks,
        page: SetupSection,
      },
    ],
  },
  {
    heading: 'You',
    sections: [
      {
        slug: 'notifications',
        label: 'My notifications',
        about: 'What reaches you where, and when',
        icon: BellRing,
        page: NotificationsSection,
      },
    ],
  },
  {
    heading: 'Chat',
    sections: [
      {
        slug: 'hours',
        label: 'Business hours',
        about: 'When customers find somebody',
        icon: CalendarClock,
        page: HoursSection,
      },
      {
        slug: 'form',
        label: 'Form before a chat',
        about: 'Topics and questions for customers',
        icon: ClipboardList,
        page: FormSection,
      },
      {
        slug: 'widget',
        label: 'Widget',
        about: 'The chat on your own sites, for admins',
        icon: MessageCircle,
        page: WidgetSection,
      },
      {
        slug: 'macros',
        label: 'Macros',
        about: 'Answers written once, sent often',
        icon: Zap,
        page: MacrosSection,
      },
      {
        slug: 'moderation',
        label: 'Moderation',
        about: 'What may be written',
        icon: ShieldCheck,
        page: RulesSection,
      },
    ],
  },
  {
    heading: 'People',
    sections: [
      {
        slug: 'teams',
        label: 'Teams',
        about: 'Who gets which chats',
        icon: UsersRound,
        page: TeamsSection,
      },
      {
        slug: 'agents',
        label: 'Agents',
        about: 'Skills, limits, and who is there',
        icon: UserRoundCog,
        page: AgentsSection,
      },
      {
        slug: 'blocked',
        label: 'Blocked people',
        about: 'Who may not write, and why',
        icon: Ban,
        page: BlockedSection,
      },
    ],
  },
  {
    heading: 'Search',
    sections: [
      {
        slug: 'search-analytics',
        label: 'Search analytics',
        about: 'What people look for, and find',
        icon: ChartNoAxesColumn,
        page: SearchAnalyticsSection,
      },
      {
        slug: 'synonyms',
        label: 'Synonyms',
        about: 'Words that mean the same',
        icon: Equal,
        page: SynonymsSection,
      },
      {
        slug: 'search-index',
        label: 'Search index',
        about: 'Whether it is whole, for admins',
        icon: DatabaseZap,
        page: SearchIndexSection,
      },
    ],
  },
  {
    heading: 'Records',
    sections: [
      {
        slug: 'decisions',
        label: 'Routing decisions',
        about: 'Why a chat went where it went',
        icon: Route,
        page: DecisionsSection,
      },
      {
        slug: 'audit',
        label: 'Audit log',
        about: 'Who did what, for admins',
        icon: ScrollText,
        page: AuditSection,
      },
      {
        slug: 'storage',
        label: 'Storage',
        about: 'Files and quarantine, for admins',
        icon: HardDrive,
        page: StorageSection,
      },
      {
        slug: 'deliveries',
        label: 'Deliveries',
        about: 'Mail, push, SMS, for admins',
        icon: Send,
        page: DeliveriesSection,
      },
      {
        slug: 'incoming-mail',
        label: 'Incoming mail',
        about: 'What became of each, for admins',
        icon: MailOpen,
        page: MailInSection,
      },
      {
        slug: 'webhooks',
        label: 'Webhooks',
        about: 'Events for other systems, for admins',
        icon: Webhook,
        page: WebhooksSection,
      },
    ],
  },
];

export function sectionOf(slug: string | undefined): Section | undefined {
  return GROUPS.flatMap((group) => group.sections).find((section) => section.slug === slug);
}
