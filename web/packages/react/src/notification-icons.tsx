// The few drawings of the bell, so that the package brings no icon library along.

import type { NotificationType } from '@frontdesk/client';
import type { ReactNode } from 'react';

function Icon({ size, children }: { size: number; children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 24 24"
      width={size}
      height={size}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export function BellIcon() {
  return (
    <Icon size={20}>
      <path d="M6 9a6 6 0 0 1 12 0c0 5 2 6.5 2 6.5H4S6 14 6 9Z" />
      <path d="M10 19.5a2.2 2.2 0 0 0 4 0" />
    </Icon>
  );
}

const SHAPES: Partial<Record<string, ReactNode>> = {
  'ticket-update': (
    <>
      <path d="M4 7h16v3.2a1.8 1.8 0 0 0 0 3.6V17H4v-3.2a1.8 1.8 0 0 0 0-3.6V7Z" />
      <path d="M14 7v10" strokeDasharray="2 2" />
    </>
  ),
  'ticket-response': (
    <>
      <path d="m9 7-5 5 5 5" />
      <path d="M4 12h10a6 6 0 0 1 6 6" />
    </>
  ),
  'chat-message': <path d="M4 5h16v11H10l-4 3.5V16H4V5Z" />,
  system: (
    <>
      <path d="M4 10v4h3l8 4V6l-8 4H4Z" />
      <path d="M18.5 9.5a3.5 3.5 0 0 1 0 5" />
    </>
  ),
  assigned: (
    <>
      <circle cx="12" cy="8" r="3.5" />
      <path d="M5 19.5a7 7 0 0 1 14 0" />
    </>
  ),
  mentioned: (
    <>
      <circle cx="12" cy="12" r="3.5" />
      <path d="M15.5 8.5v5a2.2 2.2 0 0 0 4.4 0V12a8 8 0 1 0-3.2 6.4" />
    </>
  ),
  'sla-at-risk': (
    <>
      <circle cx="12" cy="12.5" r="7.5" />
      <path d="M12 8.5v4l2.5 2" />
    </>
  ),
};

export function ReadIcon() {
  return (
    <Icon size={16}>
      <path d="m5 12.5 4.5 4.5L19 7.5" />
    </Icon>
  );
}

export function TypeIcon({ type }: { type: NotificationType }) {
  return <Icon size={16}>{SHAPES[type] ?? SHAPES.system}</Icon>;
}
