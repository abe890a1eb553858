// One ticket: what was asked, the replies and notes since, and where to answer; its properties
// stand beside it.

import type { Ticket, TicketResponse } from '@frontdesk/client';
import { CircleCheck, RotateCcw } from 'lucide-react';
import { useEffect, useRef } from 'react';
import {
  Button,
  ErrorState,
  errorMessage,
  Loading,
  Notice,
  PriorityPill,
  RelativeTime,
  StatusPill,
  Thread,
  type ThreadItem,
} from '../../ui';
import { ConversationMenu } from '../conversation/conversation-menu';
import { MergedHistories } from '../conversation/merged-history';
import { StateNotices } from '../conversation/state-notices';
import { ofTicket } from '../conversation/subject';
import { useConsole } from '../shared/console-context';
import { CustomerMarks } from '../shared/customer-marks';
import { AsideToggle, PaneHead, useAside, WithAside } from '../shared/panes';
import { PresenceLine } from '../shared/presence';
import { useLooking } from '../shared/use-looking';
import { ViewerFaces } from '../shared/viewers-bar';
import { ChatButton } from './chat-button';
import { isSaidBefore } from './description';
import { useChangeTicket, useResponses, useTicket } from './queries';
import { ReplyBox } from './reply-box';
import styles from './ticket-pane.module.css';
import { TicketProperties } from './ticket-properties';

export function TicketPane({ id, back }: { id: string; back: string }) {
  const ticket = useTicket(id);
  if (ticket.isPending || ticket.isError) {
    return (
      <>
        <PaneHead title="Ticket" back={back} />
        {ticket.isError ? (
          <ErrorState
            title="This ticket did not load"
            error={ticket.error}
            onRetry={() => void ticket.refetch()}
          />
        ) : (
          <Loading label="Loading the ticket" />
        )}
      </>
    );
  }
  return <Opened ticket={ticket.data} back={back} />;
}

function Opened({ ticket, back }: { ticket: Ticket; back: string }) {
  const aside = useAside();
  const responses = useResponses(ticket.id);
  const viewers = useLooking(ticket.id);
  return (
    <WithAside
      aside={aside}
      detailsLabel="Properties of the ticket"
      details={<TicketProperties ticket={ticket} responses={responses.data ?? []} />}
    >
      <PaneHead
        stacked
        back={back}
        backLabel="Back to the tickets"
        title={ticket.subject}
        sub={
          <>
            <span>#{ticket.number}</span>
            <span>{ticket.userName}</span>
            <PresenceLine userId={ticket.userId} />
            <CustomerMarks userId={ticket.userId} />
            <StatusPill status={ticket.status} />
            {ticket.priority === 'urgent' || ticket.priority === 'high' ? (
              <PriorityPill priority={ticket.priority} />
            ) : null}
          </>
        }
        actions={
          <>
            <ViewerFaces viewers={viewers} />
            <ChatButton ticket={ticket} />
            {ticket.mergedInto ? null : <ResolveButton ticket={ticket} />}
            <ConversationMenu subject={ofTicket(ticket)} />
            <AsideToggle aside={aside} />
          </>
        }
      />
      <StateNotices subject={ofTicket(ticket)} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
      <section className={styles.scroll} tabIndex={0} aria-label="Replies and notes">
        <MergedHistories into={ticket.id} />
        <Conversation ticket={ticket} responses={responses.data ?? []} />
        {responses.isPending ? <Loading label="Loading replies and notes" /> : null}
        {responses.isError ? (
          <ErrorState
            title="Replies and notes did not load"
            error={responses.error}
            onRetry={() => void responses.refetch()}
          />
        ) : null}
      </section>
      {ticket.mergedInto ? null : <ReplyBox ticket={ticket} viewers={viewers} />}
    </WithAside>
  );
}

function Conversation({
  ticket,
  responses,
}: {
  ticket: Ticket;
  responses: readonly TicketResponse[];
}) {
  const { me } = useConsole();
  const end = useRef<HTMLDivElement>(null);
  const last = responses.at(-1);

  // An own reply, or the first look: go to the end. Somebody else's must not pull the page away.
  const shown = useRef(false);
  useEffect(() => {
    if (!last) return;
    if (!shown.current || last.authorId === me.id) end.current?.scrollIntoView({ block: 'end' });
    shown.current = true;
  }, [last, me.id]);

  const items = responses.map((response) => entryOf(response, me.id));
  if (!isSaidBefore(ticket, responses)) {
    items.push({
      kind: 'message',
      id: ticket.id,
      mine: false,
      author: ticket.userName,
      time: ticket.createdAt,
      text: ticket.description,
      files: ticket.files,
    });
  }
  if (ticket.resolvedAt) {
    items.push({
      kind: 'event',
      id: 'resolved',
      time: ticket.resolvedAt,
      text: (
        <>
          Resolved <RelativeTime time={ticket.resolvedAt} />
        </>
      ),
    });
  }
  items.sort((a, b) => a.time.localeCompare(b.time));
  return (
    <>
      <Thread label={`Conversation of ticket ${ticket.number}`} items={items} keepsFirst />
      <div ref={end} />
    </>
  );
}

function entryOf(response: TicketResponse, myId: string): ThreadItem {
  const mine = response.authorId === myId;
  return {
    kind: 'message',
    id: response.id,
    mine,
    author: response.authorName,
    authorTag: response.isStaffResponse && !response.internal && !mine ? 'Staff' : undefined,
    time: response.createdAt,
    text: response.response,
    files: response.files,
    internal: response.internal,
  };
}

function ResolveButton({ ticket }: { ticket: Ticket }) {
  const change = useChangeTicket(ticket.id);
  const done = ticket.status === 'resolved' || ticket.status === 'closed';
  return (
    <>
      <Button
        size="s"
        variant={done ? 'secondary' : 'primary'}
        busy={change.isPending}
        icon={done ? <RotateCcw size={15} aria-hidden /> : <CircleCheck size={15} aria-hidden />}
        onClick={() => change.mutate({ status: done ? 'open' : 'resolved' })}
      >
        {done ? 'Reopen' : 'Resolve'}
      </Button>
      {change.isError ? (
        <div className={styles.actionError}>
          <Notice tone="danger" live>
            {errorMessage(change.error)}
          </Notice>
        </div>
      ) : null}
    </>
  );
}
