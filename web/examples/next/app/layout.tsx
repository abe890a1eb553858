import '@frontdesk/react/styles.css';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';

export const metadata: Metadata = {
  title: 'Help · Alder Bicycles',
  description: 'Answers to what is asked often, and the way to us.',
};

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" style={{ colorScheme: 'light dark' }}>
      <body>{children}</body>
    </html>
  );
}
