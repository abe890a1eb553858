/** One ticket: what was asked, what was answered, and the reply. */

import { FrontdeskError, type Ticket, type TicketResponse } from '@frontdesk/client';
import { useFrontdesk, useUploadList } from '@frontdesk/react';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, RotateCcw } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { MuteButton } from '../notifications/mute-button';
import { useDeskConfig, useSession } from '../session';
import {
  ButtonLink,
  Composer,
  ErrorState,
  Loading,
  longDate,
  Notice,
  PageTitle,
  PriorityPill,
  RelativeTime,
  StatusPill,
  Thread,
  type ThreadItem,
  useDocumentTitle,
  useDraft,
} from '../ui';
import { t } from './locales';
import { NotFoundPage } from './not-found-page';
import { CONVERSATIONS_PATH } from './paths';
import { responsesQuery, useCategoryName, useTicket } from './queries';
import { useReadOnOpen } from './read-on-open';
import { t as talk } from './talk/locales';
import styles from './ticket-page.module.css';
import { type PendingReply, replyDraftKey, useTicketReply } from './ticket-reply';

export default function TicketPage() {
  const { id = '' } = useParams();
  const ticket = useTicket(id);
  if (ticket.isPending) return <Loading label={talk.loadingTicket} />;
  if (ticket.isError) {
    const status = ticket.error instanceof FrontdeskError ? ticket.error.status : 0;
    if (status === 404 || status === 403) {
      return <NotFoundPage title={talk.noSuchTicket} text={talk.noSuchTicketWhy} />;
    }
    return <ErrorState error={ticket.error} onRetry={() => void ticket.refetch()} />;
  }
  return <TicketView ticket={ticket.data} key={id} />;
}

function TicketView({ ticket }: { ticket: Ticket }) {
  const config = useDeskConfig();
  useDocumentTitle(`#${ticket.number} ${ticket.subject}`, config.name);
  useReadOnOpen(ticket.id);
  const { api } = useFrontdesk();
  const { person } = useSession();
  const responses = useQuery(responsesQuery(api, ticket.id));
  const reply = useTicketReply(ticket.id);
  return (
    <div className={styles.page}>
      <PageTitle
        back={
          <Link to={CONVERSATIONS_PATH}>
            <ArrowLeft size={15} aria-hidden /> {t.conversations}
          </Link>
        }
        lead={<TicketFacts ticket={ticket} />}
        actions={<MuteButton conversationId={ticket.id} noun="ticket" />}
      >
        {ticket.subject}
      </PageTitle>
      <Thread
        keepsFirst
        label={talk.ticketNumber(ticket.number)}
        items={[
          openingItem(ticket, person?.id),
          ...(responses.data ?? []).map((each) => responseItem(each, person?.id)),
          ...reply.pending.map((each) => pendingItem(each, reply)),
        ]}
      />
      {responses.isPending ? <Loading label={talk.loadingResponses} /> : null}
      {responses.isError ? (
        <ErrorState
          title={talk.responsesNotLoaded}
          error={responses.error}
          onRetry={() => void responses.refetch()}
        />
      ) : null}
      <Reply ticket={ticket} onSend={reply.send} />
    </div>
  );
}

function TicketFacts({ ticket }: { ticket: Ticket }) {
  const categoryName = useCategoryName();
  return (
    <span className={styles.facts}>
      <StatusPill status={ticket.status} />
      <PriorityPill priority={ticket.priority} />
      <span>#{ticket.number}</span>
      <span>{categoryName(ticket.category)}</span>
      <span>{talk.opened(longDate(ticket.createdAt))}</span>
      <span>{t.updated(<RelativeTime time={ticket.updatedAt} />)}</span>
      {ticket.assignedToName ? <span>{talk.withAgent(ticket.assignedToName)}</span> : null}
    </span>
  );
}

function Reply({
  ticket,
  onSend,
}: {
  ticket: Ticket;
  onSend: ReturnType<typeof useTicketReply>['send'];
}) {
  const config = useDeskConfig();
  const list = useUploadList(replyDraftKey(ticket.id));
  const [text, setText] = useDraft(replyDraftKey(ticket.id));
  if (ticket.status === 'closed') {
    return (
      <Notice
        action={
          <ButtonLink to="/contact" size="s">
            {talk.writeANewOne}
          </ButtonLink>
        }
      >
        {talk.ticketClosed}
      </Notice>
    );
  }
  return (
    <div className={styles.reply}>
      {ticket.status === 'resolved' ? (
        <Notice tone="success" icon={<RotateCcw size={16} aria-hidden />} live>
          {talk.ticketResolved}
        </Notice>
      ) : null}
      <Composer
        label={talk.yourReply}
        placeholder={talk.writeAReply}
        minRows={3}
        value={text}
        onChange={setText}
        uploads={list}
        accept={config.uploadTypes}
        maxChars={config.messageMaxChars}
        requireText
        onSend={onSend}
      />
    </div>
  );
}

function openingItem(ticket: Ticket, me: string | undefined): ThreadItem {
  return {
    kind: 'message',
    id: ticket.id,
    mine: ticket.userId === me,
    author: ticket.userName,
    time: ticket.createdAt,
    text: ticket.description,
    files: ticket.files,
  };
}

function responseItem(response: TicketResponse, me: string | undefined): ThreadItem {
  return {
    kind: 'message',
    id: response.id,
    mine: response.authorId === me,
    author: response.authorName,
    authorTag: response.isStaffResponse ? talk.support : undefined,
    time: response.createdAt,
    text: response.response,
    files: response.files,
    internal: response.internal,
  };
}

function pendingItem(reply: PendingReply, actions: ReturnType<typeof useTicketReply>): ThreadItem {
  return {
    kind: 'message',
    id: reply.key,
    mine: true,
    author: talk.you,
    time: reply.time,
    text: reply.text,
    files: reply.files,
    state: reply.state,
    failure: reply.failure,
    onRetry: () => actions.retry(reply),
    onDiscard: () => actions.discard(reply),
  };
}
