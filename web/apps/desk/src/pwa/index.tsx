/**
 * The app as one that is installed: its service worker, the offer of a new version, and the line
 * that says that one is offline. Loaded once the page stands.
 */
import { useLocation } from 'react-router';
import { WithWords } from '../i18n';
import { pwaWords } from './locales';
import { OfflineLine } from './offline-line';
import { useWorker } from './use-worker';

export default function Pwa() {
  return (
    <WithWords of={pwaWords}>
      <Installed />
    </WithWords>
  );
}

/** These say it themselves, as they know what becomes of what is written there. */
const OWN_LINE = /^\/(?:console(?:\/|$)|chat$)/;

function Installed() {
  const { pathname } = useLocation();
  useWorker();
  return OWN_LINE.test(pathname) ? null : <OfflineLine />;
}
