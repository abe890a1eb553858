// What only the agent of a chat can do with it: hand it on, and close it.

import type { ChatSession } from '@frontdesk/client';
import { useAgentDesk } from '@frontdesk/react';
import { ArrowRightLeft, Check } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { Button, ConfirmDialog, errorMessage, IconButton, useToast } from '../../ui';
import { paths } from '../shared/paths';
import styles from './conversation.module.css';
import { TransferDialog } from './transfer-dialog';

export function OwnActions({ session }: { session: ChatSession }) {
  const { desk } = useAgentDesk();
  const toast = useToast();
  const navigate = useNavigate();
  const [closing, setClosing] = useState(false);
  const [transferring, setTransferring] = useState(false);

  async function close() {
    try {
      await desk.close(session.id);
      toast({ title: `Chat with ${session.userName} closed` });
    } catch (error) {
      toast({ title: 'The chat is still open', text: errorMessage(error), tone: 'danger' });
    }
  }

  return (
    <>
      <IconButton
        label="Hand on to a colleague"
        icon={<ArrowRightLeft size={19} aria-hidden />}
        onClick={() => setTransferring(true)}
      />
      <Button
        size="s"
        className={styles.close}
        icon={<Check size={16} aria-hidden />}
        aria-label={`Close the chat with ${session.userName}`}
        title="Close the chat"
        onClick={() => setClosing(true)}
      >
        <span>Close</span>
      </Button>
      <ConfirmDialog
        open={closing}
        onOpenChange={setClosing}
        title="Close this chat?"
        description={`${session.userName} is told that the chat has ended, and can start a new one. The messages are kept.`}
        action="Close chat"
        variant="primary"
        onConfirm={() => void close()}
      />
      <TransferDialog
        session={session}
        open={transferring}
        onOpenChange={setTransferring}
        onDone={() => navigate(paths.view('mine'))}
      />
    </>
  );
}
