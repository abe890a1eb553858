// The sections of the settings: their addresses, names and pages. A new one is a line here.

import type { LucideIcon } from 'lucide-react';
import {
  Ban,
  CalendarClock,
  ClipboardList,
  HardDrive,
  Route,
  ScrollText,
  ShieldCheck,
  UserRoundCog,
  UsersRound,
  Zap,
} from 'lucide-react';
import type { ComponentType } from 'react';
import { AgentsSection } from './agents/agents-section';
import { BlockedSection } from './blocked/blocked-section';
import { FormSection } from './form/form-section';
import { HoursSection } from './hours/hours-section';
import { AuditSection } from './log/audit-section';
import { DecisionsSection } from './log/decisions-section';
import { MacrosSection } from './macros/macros-section';
import { RulesSection } from './moderation/rules-section';
import { StorageSection } from './storage/storage-section';
import { TeamsSection } from './teams/teams-section';

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
    ],
  },
];

export function sectionOf(slug: string | undefined): Section | undefined {
  return GROUPS.flatMap((group) => group.sections).find((section) => section.slug === slug);
}
