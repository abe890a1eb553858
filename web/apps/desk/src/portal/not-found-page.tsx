/** An address that leads nowhere. */
import { Compass } from 'lucide-react';
import { useDeskConfig } from '../session';
import { ButtonLink, EmptyState, useDocumentTitle } from '../ui';

export function NotFoundPage({
  title = 'There is no such page',
  text = 'It may have moved, or the link was cut off on its way.',
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
            Go to the help centre
          </ButtonLink>
          <ButtonLink to="/search">Search</ButtonLink>
        </>
      }
    >
      {text}
    </EmptyState>
  );
}
