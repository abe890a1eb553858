/** An address of the documentation that leads nowhere. */
import { ButtonLink, EmptyState, useDocumentTitle } from '../ui';
import { t } from './locales';
import { DOCS } from './paths';

export function NoSuchPage() {
  useDocumentTitle(t.noPage, t.documentation);
  return (
    <EmptyState
      title={t.noPage}
      heading="h1"
      action={<ButtonLink to={DOCS}>{t.toContents}</ButtonLink>}
    >
      {t.noPageText}
    </EmptyState>
  );
}
