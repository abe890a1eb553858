/** An address that leads nowhere. */

import { Compass } from 'lucide-react';
import { useDeskConfig } from '../session';
import { ButtonLink, EmptyState, useDocumentTitle } from '../ui';
import { t } from './locales';

export function NotFoundPage({
  title = t.noSuchPage,
  text = t.noSuchPageWhy,
}: {
  title?: string;
  text?: string;
}) {
  const { name } = useDeskConfig();
  useDocumentTitle(title, name);
  return (
    <EmptyState
      icon={<Compass size={26} aria-hidden />}
      heading="h1"
      title={title}
      action={
        <>
          <ButtonLink to="/" variant="primary">
            {t.goToHelpCentre}
          </ButtonLink>
          <ButtonLink to="/search">{t.search}</ButtonLink>
        </>
      }
    >
      {text}
    </EmptyState>
  );
}
