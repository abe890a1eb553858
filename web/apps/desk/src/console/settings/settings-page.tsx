// The settings: the list of sections, and the one that is open.

import { Settings } from 'lucide-react';
import { NavLink, useParams } from 'react-router';
import { EmptyState } from '../../ui';
import { LIST, ROW } from '../keyboard/list-focus';
import { SetupHome } from '../setup/setup-home';
import { PaneHead, Panes } from '../shared/panes';
import { paths } from '../shared/paths';
import { GROUPS, sectionOf } from './sections';
import styles from './settings.module.css';

export function SettingsPage() {
  const { section: slug } = useParams();
  const section = sectionOf(slug);
  const Page = section?.page;
  return (
    <Panes
      listLabel="Settings"
      detailLabel={section?.label ?? 'Settings'}
      list={<SectionList selected={slug} />}
      detail={
        Page ? <Page key={slug} /> : slug ? <EmptyState title="There is no such section" /> : null
      }
      empty={
        <SetupHome
          otherwise={
            <EmptyState icon={<Settings size={26} aria-hidden />} title="Choose a section">
              What is set here holds for the whole desk, at once.
            </EmptyState>
          }
        />
      }
    />
  );
}

function SectionList({ selected }: { selected: string | undefined }) {
  return (
    <>
      <PaneHead title="Settings" level={selected ? 2 : 1} />
      <nav className={styles.sections} aria-label="Sections" {...LIST}>
        {GROUPS.map((group) => (
          <section key={group.heading} aria-label={group.heading}>
            <h3 className={styles.heading}>{group.heading}</h3>
            <ul className={styles.links}>
              {group.sections.map(({ slug, label, about, icon: Icon }) => (
                <li key={slug}>
                  <NavLink to={paths.setting(slug)} className={styles.link} {...ROW}>
                    <Icon size={18} aria-hidden />
                    <span className={styles.words}>
                      <span className={styles.label}>{label}</span>
                      <span className={styles.about}>{about}</span>
                    </span>
                  </NavLink>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
    </>
  );
}
