/** Says when the line is down, and that it comes back by itself. */

import type { UseLiveChat } from '@frontdesk/react';
import { WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { errorMessage, Notice, Spinner } from '../ui';
import { t as talk } from './talk/locales';

/** A line that comes back sooner than this is not worth a word. */
const PATIENCE_MS = 1500;

export function ConnectionBanner({ chat }: { chat: Pick<UseLiveChat, 'connection'> }) {
  const { status, reason } = chat.connection;
  const late = useLate(status === 'connecting');
  if (status === 'offline') {
    return (
      <Notice tone="warning" icon={<WifiOff size={16} aria-hidden />} live>
        {talk.connectionLost}
      </Notice>
    );
  }
  if (status === 'refused') {
    return (
      <Notice tone="danger" live>
        {errorMessage(reason ?? talk.chatRefused)}
      </Notice>
    );
  }
  if (status === 'connecting' && late) {
    return (
      <Notice icon={<Spinner size={16} />} live>
        {talk.connecting}
      </Notice>
    );
  }
  return null;
}

/** True once something has lasted. */
function useLate(active: boolean): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    if (!active) {
      setLate(false);
      return;
    }
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [active]);
  return late;
}
