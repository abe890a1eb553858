// The few signs that the components show. Each is beside words or has a label on its button.

import type { ReactNode } from 'react';

function Icon({ children, directional }: { children: ReactNode; directional?: boolean }) {
  return (
    <svg
      className="frontdesk-icon"
      data-directional={directional || undefined}
      viewBox="0 0 24 24"
      width="18"
      height="18"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export function SearchIcon() {
  return (
    <Icon>
      <circle cx="11" cy="11" r="7" />
      <path d="m20 20-3.5-3.5" />
    </Icon>
  );
}

export function ClearIcon() {
  return (
    <Icon>
      <path d="M6 6l12 12M18 6L6 18" />
    </Icon>
  );
}

export function AttachIcon() {
  return (
    <Icon>
      <path d="m20 11-8.5 8.5a5 5 0 0 1-7-7L13 4a3.5 3.5 0 0 1 5 5l-8.5 8.5a2 2 0 0 1-3-3L14 7" />
    </Icon>
  );
}

export function SendIcon() {
  return (
    <Icon directional>
      <path d="M5 12h14M13 6l6 6-6 6" />
    </Icon>
  );
}

export function DoneIcon() {
  return (
    <Icon>
      <circle cx="12" cy="12" r="9" />
      <path d="m8 12 3 3 5-6" />
    </Icon>
  );
}

export function ArticleIcon() {
  return (
    <Icon>
      <path d="M6 3h8l4 4v14H6zM14 3v4h4M9 12h6M9 16h6" />
    </Icon>
  );
}
