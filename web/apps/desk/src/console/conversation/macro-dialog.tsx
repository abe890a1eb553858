// Shows what a macro is about to do, before it does it: its words, which can be changed, and its
// actions.

import type { AppliedMacro } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Button, Dialog, errorMessage, Notice, TextArea, useToast } from '../../ui';
import { useConsole } from '../shared/console-context';
import { keys } from '../shared/queries';
import { useAttempt } from '../shared/use-attempt';
import styles from './macro-dialog.module.css';
import { actionsInWords } from './macro-search';
import { useShowNote } from './notes';
import type { Subject } from './subject';
import { useConversationChanged } from './use-conversation-changed';
import type { ChosenMacro } from './use-macro-suggest';

export interface MacroDialogProps {
  subject: Subject;
  chosen: ChosenMacro | null;
  /** The words alone go into the field; nothing is done. */
  onInsert: (content: string) => void;
  /** `applied`: its words are sent, so the field is done with. */
  onClose: () => void;
}

export function MacroDialog({ subject, chosen, onInsert, onClose }: MacroDialogProps) {
  const { config } = useConsole();
  const [content, setContent] = useState('');
  const apply = useApply(subject, () => onInsert(''));
  const { reset } = apply;
  useEffect(() => {
    setContent(chosen?.content ?? '');
    reset();
  }, [chosen, reset]);

  const hasWords = content.trim() !== '';
  return (
    <Dialog
      open={chosen !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={chosen?.macro.title ?? ''}
      description="This macro does more than write. Nothing happens before you apply it."
      footer={
        <>
          {chosen?.content ? (
            <Button onClick={() => onInsert(content)}>Insert the words only</Button>
          ) : (
            <Button onClick={onClose}>Cancel</Button>
          )}
          <Button
            variant="primary"
            busy={apply.isPending}
            onClick={() => chosen && apply.mutate({ id: chosen.macro.id, content })}
          >
            {hasWords ? 'Send and apply' : 'Apply'}
          </Button>
        </>
      }
    >
      {chosen?.content ? (
        <TextArea
          label={`Message to ${subject.userName}`}
          rows={5}
          maxLength={config.messageMaxChars}
          value={content}
          onChange={(event) => setContent(event.target.value)}
        />
      ) : null}
      <div>
        <p className={styles.heading}>It does this</p>
        <ul className={styles.actions}>
          {chosen
            ? actionsInWords(chosen.macro.actions).map((words) => <li key={words}>{words}</li>)
            : null}
        </ul>
      </div>
      {apply.isError ? (
        <Notice tone="danger" live>
          {errorMessage(apply.error)}
        </Notice>
      ) : null}
    </Dialog>
  );
}

interface Application {
  id: string;
  content: string;
}

function useApply(subject: Subject, onApplied: () => void) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const toast = useToast();
  const show = useShowNote();
  const changed = useConversationChanged();
  const attempt = useAttempt();
  return useMutation({
    mutationFn: (application: Application) => {
      const content = application.content.trim() || undefined;
      return attempt(JSON.stringify(application), (key) =>
        api.macros.apply(
          application.id,
          { conversationId: subject.id, content, clientId: key },
          { idempotencyKey: key },
        ),
      );
    },
    onSuccess: ({ note, skipped }: AppliedMacro) => {
      if (note) show(note);
      void queries.invalidateQueries({ queryKey: keys.macros });
      changed(subject);
      onApplied();
      if (skipped.length === 0) return;
      toast({
        title: 'Applied, but for what did not fit',
        text: skipped.map(({ reason }) => reason).join('; '),
      });
    },
  });
}
