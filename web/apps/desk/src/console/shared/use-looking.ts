// Tells colleagues which conversation is on the screen, and hears who else looks at it.

import type { ConversationViewer } from '@frontdesk/client';
import { useAgentDesk } from '@frontdesk/react';
import { useEffect, useMemo } from 'react';
import { useConsole } from './console-context';

/** Looks at a conversation (a chat or a ticket) while the tab is in front; gives who else does. */
export function useLooking(conversationId: string): readonly ConversationViewer[] {
  const { desk, viewers } = useAgentDesk();
  const { me } = useConsole();
  useEffect(() => {
    const look = () => desk.look(document.visibilityState === 'visible' ? conversationId : null);
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      desk.look(null);
    };
  }, [desk, conversationId]);
  const all = viewers[conversationId];
  return useMemo(() => (all ?? []).filter(({ id }) => id !== me.id), [all, me.id]);
}
