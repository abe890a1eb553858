/** The documentation's first page: who it is for, and where they begin. */

import { type GuideSection, SECTIONS } from 'virtual:guide';
import {
  Boxes,
  Braces,
  Code,
  Headset,
  Lightbulb,
  type LucideIcon,
  ServerCog,
  SlidersHorizontal,
  UserRound,
} from 'lucide-react';
import { Link } from 'react-router';
import { PageTitle, useDocumentTitle } from '../ui';
import styles from './docs.module.css';
import { t } from './locales';
import { docsPath } from './paths';

const ICONS: Record<GuideSection['slug'], LucideIcon> = {
  agents: Headset,
  customers: UserRound,
  admins: SlidersHorizontal,
  developers: Code,
  concepts: Lightbulb,
  operations: ServerCog,
};

export function DocsHome() {
  useDocumentTitle(t.documentation);
  return (
    <>
      <PageTitle lead={t.lead}>{t.documentation}</PageTitle>
      <ul className={styles.cards}>
        {SECTIONS.map(({ slug, pages }) => {
          const Icon = ICONS[slug] ?? Boxes;
          return (
            <li key={slug} className={styles.card}>
              <h2 className={styles.cardTitle}>
                <Icon size={19} aria-hidden />
                {t.sections[slug]}
              </h2>
              <p className={styles.cardAbout}>{t.about[slug]}</p>
              <ul lang="en" dir="ltr" className={styles.cardLinks}>
                {pages.map(({ path, title }) => (
                  <li key={path}>
                    <Link to={docsPath.page(path)}>{title}</Link>
                  </li>
                ))}
              </ul>
            </li>
          );
        })}
        <li className={styles.card}>
          <h2 className={styles.cardTitle}>
            <Braces size={19} aria-hidden />
            <Link to={docsPath.api}>{t.sections.api}</Link>
          </h2>
          <p className={styles.cardAbout}>{t.about.api}</p>
        </li>
      </ul>
    </>
  );
}
