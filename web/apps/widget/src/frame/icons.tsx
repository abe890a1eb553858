/** The few icons of the widget, drawn on 24 × 24. Decoration: what they mean stands beside them. */
import type { ReactNode } from 'react';

function Icon({ children, flips = false }: { children: ReactNode; flips?: boolean }) {
  return (
    <svg
      className={flips ? 'icon flips' : 'icon'}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export const BackIcon = () => (
  <Icon flips>
    <path d="M15 5l-7 7 7 7" />
  </Icon>
);
export const NextIcon = () => (
  <Icon flips>
    <path d="M9 5l7 7-7 7" />
  </Icon>
);
export const CloseIcon = () => (
  <Icon>
    <path d="M6 6l12 12M18 6L6 18" />
  </Icon>
);
export const SearchIcon = () => (
  <Icon>
    <circle cx="11" cy="11" r="6.5" />
    <path d="M16 16l4.5 4.5" />
  </Icon>
);
export const ArticleIcon = () => (
  <Icon>
    <path d="M7 3.5h7l4 4v13H7z" />
    <path d="M13.5 3.5v4.5H18M10 12.5h5M10 16h5" />
  </Icon>
);
export const SendIcon = () => (
  <Icon flips>
    <path d="M4.5 12L4 5l17 7-17 7 .5-7zm0 0H13" />
  </Icon>
);
export const ClipIcon = () => (
  <Icon>
    <path d="M20 11.5l-8.2 8.2a5 5 0 01-7-7l8.4-8.5a3.3 3.3 0 014.7 4.7l-8.4 8.4a1.7 1.7 0 01-2.3-2.3l7.6-7.7" />
  </Icon>
);
export const ChatIcon = () => (
  <Icon>
    <path d="M12 4c-5 0-8.5 3.2-8.5 7.3 0 2.2 1 4.1 2.8 5.4-.1 1.3-.6 2.3-1.3 3.3 1.9-.2 3.4-.9 4.6-1.8.8.2 1.6.3 2.4.3 5 0 8.5-3.2 8.5-7.2S17 4 12 4z" />
  </Icon>
);
export const MoreIcon = () => (
  <Icon>
    <path d="M5.5 12h.01M12 12h.01M18.5 12h.01" strokeWidth="3" />
  </Icon>
);
export const FileIcon = () => (
  <Icon>
    <path d="M7 3.5h7l4 4v13H7z" />
    <path d="M13.5 3.5v4.5H18" />
  </Icon>
);
export const ClockIcon = () => (
  <Icon>
    <circle cx="12" cy="12" r="8.5" />
    <path d="M12 7.5V12l3 2" />
  </Icon>
);
export const RetryIcon = () => (
  <Icon>
    <path d="M19.5 12a7.5 7.5 0 11-2.2-5.3L19.5 9m0-5v5h-5" />
  </Icon>
);
export const CheckIcon = () => (
  <Icon>
    <path d="M5 12.5l4.5 4.5L19 7.5" />
  </Icon>
);
export const DownIcon = () => (
  <Icon>
    <path d="M12 5v14m-6-6l6 6 6-6" />
  </Icon>
);
export const OutIcon = () => (
  <Icon flips>
    <path d="M13 5h6v6M19 5l-8 8M16 14v5H5V8h5" />
  </Icon>
);
export const StarIcon = ({ full }: { full: boolean }) => (
  <svg
    className="icon"
    viewBox="0 0 24 24"
    aria-hidden="true"
    fill={full ? 'currentColor' : 'none'}
    stroke="currentColor"
    strokeWidth="1.7"
    strokeLinejoin="round"
  >
    <path d="M12 3.5l2.6 5.5 6 .8-4.4 4.2 1.1 6L12 17l-5.3 3 1.1-6-4.4-4.2 6-.8z" />
  </svg>
);
