/** One subject of the API: all its operations. Their description is loaded with the page. */

import { REFERENCES, SUBJECTS } from 'virtual:api';
import { use } from 'react';
import { useParams } from 'react-router';
import { PageTitle, useDocumentTitle } from '../../ui';
import styles from '../docs.module.css';
import { useAnchor } from '../guide-page';
import { t } from '../locales';
import { NoSuchPage } from '../no-such-page';
import { OnThisPage } from '../on-this-page';
import { OperationView } from './operation-view';

type Reference = Awaited<ReturnType<(typeof REFERENCES)[string]>>['default'];

export default function ReferencePage() {
  const { subject = '' } = useParams();
  return Object.hasOwn(REFERENCES, subject) ? (
    <KnownSubject key={subject} name={subject} />
  ) : (
    <NoSuchPage />
  );
}

const references = new Map<string, Promise<Reference>>();

function referenceOf(name: string): Promise<Reference> {
  let reference = references.get(name);
  if (!reference) {
    reference = load(name);
    references.set(name, reference);
    reference.catch(() => references.delete(name));
  }
  return reference;
}

async function load(name: string): Promise<Reference> {
  const module = await REFERENCES[name]?.();
  if (!module) throw new Error(name);
  return module.default;
}

function KnownSubject({ name }: { name: string }) {
  const { operations, schemas } = use(referenceOf(name));
  const about = SUBJECTS.find((one) => one.name === name)?.description;
  useDocumentTitle(name, t.sections.api);
  useAnchor();
  return (
    <div className={styles.page}>
      <article className={styles.article}>
        <div lang="en" dir="ltr">
          <PageTitle lead={about}>{name}</PageTitle>
        </div>
        <OnThisPage
          headings={operations.map(({ id, summary }) => ({
            id,
            text: (summary ?? id).replace(/\.$/, ''),
            depth: 2,
          }))}
        />
        {operations.map((operation) => (
          <OperationView key={operation.id} operation={operation} schemas={schemas} />
        ))}
      </article>
    </div>
  );
}
