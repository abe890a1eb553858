/** The subjects of the API, each with its operations. */

import { SUBJECTS } from 'virtual:api';
import { Link } from 'react-router';
import { PageTitle, useDocumentTitle } from '../../ui';
import styles from '../docs.module.css';
import { t } from '../locales';
import { docsPath } from '../paths';
import { Method } from './method';

export default function ReferenceHome() {
  useDocumentTitle(t.sections.api, t.documentation);
  return (
    <>
      <PageTitle lead={t.about.api}>{t.sections.api}</PageTitle>
      <p className={styles.text}>
        {t.apiLead} <a href="/openapi.json">{'openapi.json'}</a>,{' '}
        <a href={docsPath.plain}>{t.plainPage}</a>, <a href={docsPath.errors}>{t.errorCodes}</a>.
      </p>
      <ul className={styles.subjects} lang="en" dir="ltr">
        {SUBJECTS.map(({ name, description, operations }) => (
          <li key={name} className={styles.card}>
            <h2 className={styles.cardTitle}>
              <Link to={docsPath.subject(name)}>{name}</Link>
            </h2>
            <p className={styles.cardAbout}>{description}</p>
            <ul className={styles.operationLinks}>
              {operations.map(({ id, method, summary }) => (
                <li key={id}>
                  <Link to={docsPath.subject(name, id)}>
                    <Method name={method} />
                    {(summary ?? id).replace(/\.$/, '')}
                  </Link>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  );
}
