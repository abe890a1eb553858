// The sections of the settings: their addresses, names and pages. A new one is a line here.

import type { LucideIcon } from 'lucide-react';
import { CalendarClock } from 'lucide-react';
import type { ComponentType } from 'react';
import { HoursSection } from './hours/hours-section';

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
    ],
  },
];

export function sectionOf(slug: string | undefined): Section | undefined {
  return GROUPS.flatMap((group) => group.sections).find((section) => section.slug === slug);
}
