// Addresses of a chat or a ticket, as links and notifications have them: they open in the inbox.

import { Navigate, useParams, useSearchParams } from 'react-router';
import { paths } from '../shared/paths';
import { lastView } from './last-view';
import type { ShownAs } from './thread-pane';

export function OpenInInbox({ as }: { as: ShownAs }) {
  const { id } = useParams();
  const [search] = useSearchParams();
  if (id) {
    const [view = '', beside = ''] = lastView().split('?');
    const params = new URLSearchParams(beside);
    params.set('as', as);
    return <Navigate to={`${paths.inView(view, id)}?${params}`} replace />;
  }
  if (as === 'ticket') return <Navigate to={`${paths.view('all')}?kind=ticket`} replace />;
  const isPast = search.get('show') === 'history';
  return (
    <Navigate to={isPast ? `${paths.view('closed')}?kind=chat` : paths.view('mine')} replace />
  );
}
