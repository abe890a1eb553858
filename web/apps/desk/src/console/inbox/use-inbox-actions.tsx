// What can be done with the conversations of the inbox: with those that are selected, else with the
// one that is open. Each has a key, and asks by a small dialog where it needs to know more.

import type { ConversationChange, InboxItem } from '@frontdesk/client';
import { type ReactNode, useState } from 'react';
import { ConfirmDialog, plural, priorityLabel, statusLabel } from '../../ui';
import { snoozeTimeInWords, snoozeTimes } from '../conversation/snooze-times';
import { useShortcuts } from '../keyboard/use-shortcuts';
import { useConsole } from '../shared/console-context';
import { momentInWords } from '../shared/dates';
import { useAgents } from '../shared/queries';
import { PRIORITIES, STATUSES } from '../tickets/choices';
import { type Choice, ChoiceDialog } from './choice-dialog';
import { useInboxItem } from './queries';
import { neighbourOf } from './range';
import { useSelection } from './selection';
import { TagsDialog } from './tags-dialog';
import { useChangeMany } from './use-change-many';

export type Ask = 'assign' | 'status' | 'priority' | 'tags' | 'snooze' | 'resolve';

export interface InboxActions {
  /** How many it would be done to. */
  count: number;
  ask(what: Ask): void;
  /** From the one that is open, and done with, to the next; where there is none, to the list. */
  goOn(doneWith: string): void;
  dialogs: ReactNode;
}

export interface InboxActionsOptions {
  items: readonly InboxItem[];
  openId?: string;
  /** Null goes back to the list. */
  open: (id: string | null) => void;
}

export function useInboxActions({ items, openId, open }: InboxActionsOptions): InboxActions {
  const selection = useSelection();
  const change = useChangeMany();
  const [asking, setAsking] = useState<Ask | null>(null);
  const listed = items.find(({ id }) => id === openId);
  const opened = useInboxItem(openId ?? '', { enabled: openId !== undefined && !listed });
  const one = listed ?? (openId === undefined ? undefined : opened.data);
  const isMany = selection.ids.size > 0;
  const targets = isMany ? items.filter(({ id }) => selection.ids.has(id)) : one ? [one] : [];
  const ids = targets.map(({ id }) => id);
  const chats = targets.filter((item) => item.chatStatus === 'active' && item.kind === 'chat');

  function apply(what: ConversationChange, done: string) {
    change.mutate({ ids, change: what, done }, { onSuccess: () => selection.clear() });
  }

  const nextAfter = (gone: readonly string[]) =>
    neighbourOf(
      items.map(({ id }) => id),
      new Set(gone),
    );

  /** Done with these: on to what is next. */
  function resolve() {
    const next = nextAfter(ids);
    change.mutate(
      { ids, change: { status: 'resolved' }, done: 'resolved' },
      {
        onSuccess: ({ changed }) => {
          selection.clear();
          if (changed > 0 && openId !== undefined && ids.includes(openId)) open(next);
        },
      },
    );
  }

  function ask(what: Ask) {
    if (targets.length === 0) return;
    // A chat that is closed is over for its customer: that cannot be taken back.
    if (what === 'resolve' && chats.length === 0) resolve();
    else setAsking(what);
  }

  useShortcuts({
    resolve: () => ask('resolve'),
    assign: () => ask('assign'),
    tags: () => ask('tags'),
    priority: () => ask('priority'),
    ...(isMany ? { snooze: () => ask('snooze') } : {}),
    ...(isMany ? { leave: () => selection.clear() } : {}),
  });

  const these = isMany ? plural(ids.length, 'conversation') : 'this conversation';
  const dialog = (which: Ask) => ({
    open: asking === which,
    onOpenChange: (isOpen: boolean) => setAsking(isOpen ? which : null),
  });
  const dialogs = (
    <>
      {/* Only then, so that those who came meanwhile are among them. */}
      {asking === 'assign' ? (
        <AssignDialog these={these} apply={apply} {...dialog('assign')} />
      ) : null}
      <ChoiceDialog
        title={`Status of ${these}`}
        label="Status"
        {...dialog('status')}
        choices={STATUSES.map((status) => ({
          id: status,
          label: statusLabel(status),
          onChoose: () => apply({ status }, `set to “${statusLabel(status)}”`),
        }))}
      />
      <ChoiceDialog
        title={`Priority of ${these}`}
        label="Priority"
        {...dialog('priority')}
        choices={PRIORITIES.map((priority) => ({
          id: priority,
          label: priorityLabel(priority),
          onChoose: () => apply({ priority }, `set to “${priorityLabel(priority)}”`),
        }))}
      />
      <ChoiceDialog
        title={`Set ${these} aside`}
        label="Until"
        {...dialog('snooze')}
        choices={snoozeChoices(apply)}
      />
      <TagsDialog
        title={`Tags of ${these}`}
        present={[...new Set(targets.flatMap(({ tags }) => tags))].sort()}
        {...dialog('tags')}
        onChange={(tags) => apply(tags, 'tagged anew')}
      />
      <ConfirmDialog
        {...dialog('resolve')}
        title={chats.length === 1 ? 'Close this chat?' : `Close ${plural(chats.length, 'chat')}?`}
        description="Whoever is in it is told that the chat has ended, and can start a new one. The messages are kept."
        action="Close and go on"
        variant="primary"
        onConfirm={resolve}
      />
    </>
  );
  return { count: targets.length, ask, goOn: (id) => open(nextAfter([id])), dialogs };
}

type Apply = (change: ConversationChange, done: string) => void;

function snoozeChoices(apply: Apply): Choice[] {
  return snoozeTimes(new Date()).map(({ label, at }) => ({
    id: label,
    label,
    detail: snoozeTimeInWords(at),
    onChoose: () =>
      apply(
        { snoozedUntil: at.toISOString() },
        `set aside until ${momentInWords(at.toISOString())}`,
      ),
  }));
}

function AssignDialog({
  these,
  apply,
  ...dialog
}: {
  these: string;
  apply: Apply;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { me } = useConsole();
  const agents = useAgents().data ?? [];
  const others = agents.filter(({ id }) => id !== me.id);
  return (
    <ChoiceDialog
      {...dialog}
      title={`Assign ${these}`}
      label="To whom"
      choices={[
        {
          id: me.id,
          label: `${me.name} (you)`,
          onChoose: () => apply({ assignedTo: me.id }, 'assigned to you'),
        },
        ...others.map(({ id, name }) => ({
          id,
          label: name,
          onChoose: () => apply({ assignedTo: id }, `assigned to ${name}`),
        })),
        {
          id: 'nobody',
          label: 'Nobody',
          onChoose: () => apply({ assignedTo: null }, 'assigned to nobody'),
        },
      ]}
    />
  );
}
