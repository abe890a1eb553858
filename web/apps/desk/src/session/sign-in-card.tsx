/** The frame of every way to sign in. */
import type { ReactNode } from 'react';
import styles from './sign-in.module.css';

interface CardProps {
  icon: ReactNode;
  title: string;
  children: ReactNode;
}

export function Card({ icon, title, children }: CardProps) {
  return (
    <section className={styles.card}>
      <span className={styles.icon}>{icon}</span>
      <h1 className={styles.title} tabIndex={-1} data-page-title>
        {title}
      </h1>
      {children}
    </section>
  );
}
