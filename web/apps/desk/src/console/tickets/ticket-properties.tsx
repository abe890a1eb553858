// What a ticket is filed under, each changeable in place; and the facts that are not.

import type { Ticket, TicketResponse } from '@frontdesk/client';
import { errorMessage, priorityLabel, Select, statusLabel } from '../../ui';
import { useConsole } from '../shared/console-context';
import { ConversationFiles } from '../shared/conversation-files';
import { ConversationOrigin } from '../shared/conversation-origin';
import { CustomerCard } from '../shared/customer-card';
import { CustomerHistory } from '../shared/customer-history';
import { CustomerNotes } from '../shared/customer-notes';
import { momentInWords } from '../shared/dates';
import { useAgents, useCategories } from '../shared/queries';
import { Rating } from '../shared/rating';
import styles from '../shared/side.module.css';
import { TagsField } from '../shared/tags-field';
import { PRIORITIES, STATUSES } from './choices';
import { durationInWords } from './duration';
import { type TicketChange, useChangeTicket } from './queries';

export interface TicketPropertiesProps {
  ticket: Ticket;
  /** Replies and notes, as far as they were read. */
  responses: readonly TicketResponse[];
}

export function TicketProperties({ ticket, responses }: TicketPropertiesProps) {
  const files = [...ticket.files, ...responses.flatMap((response) => response.files)];
  return (
    <div className={styles.side}>
      <CustomerCard userId={ticket.userId} name={ticket.userName} />
      <CustomerNotes userId={ticket.userId} />
      <Properties ticket={ticket} />
      <dl className={styles.facts}>
        {ticket.rating ? (
          <div>
            <dt>Rating</dt>
            <dd>
              <Rating score={ticket.rating} comment={ticket.ratingComment} />
            </dd>
          </div>
        ) : null}
        <div>
          <dt>Opened</dt>
          <dd>{momentInWords(ticket.createdAt)}</dd>
        </div>
        <div>
          <dt>Last change</dt>
          <dd>{momentInWords(ticket.updatedAt)}</dd>
        </div>
        {ticket.resolutionSeconds != null ? (
          <div>
            <dt>Resolved after</dt>
            <dd>{durationInWords(ticket.resolutionSeconds)}</dd>
          </div>
        ) : null}
      </dl>
      <ConversationOrigin id={ticket.id} />
      <ConversationFiles files={files} />
      <CustomerHistory userId={ticket.userId} except={ticket.id} />
    </div>
  );
}

function Properties({ ticket }: { ticket: Ticket }) {
  const { me } = useConsole();
  const agents = useAgents();
  const categories = useCategories();
  const change = useChangeTicket(ticket.id);

  /** What went wrong, at the field where it went wrong. */
  const failureOf = (member: keyof TicketChange) =>
    change.isError && member in change.variables ? errorMessage(change.error) : null;

  const staff = [
    ...(agents.data ?? []).filter(({ id }) => id === me.id),
    ...(agents.data ?? []).filter(({ id }) => id !== me.id),
  ];
  const isListed = staff.some(({ id }) => id === ticket.assignedTo);

  return (
    <>
      <Select
        label="Status"
        value={ticket.status}
        error={failureOf('status')}
        onChange={(status) => change.mutate({ status })}
        options={STATUSES.map((value) => ({ value, label: statusLabel(value) }))}
      />
      <Select
        label="Assignee"
        value={ticket.assignedTo ?? ''}
        error={failureOf('assignedTo')}
        onChange={(id) =>
          change.mutate({
            assignedTo: id || null,
            assignedToName: staff.find((agent) => agent.id === id)?.name ?? null,
          })
        }
        options={[
          { value: '', label: 'Unassigned' },
          ...staff.map((agent) => ({
            value: agent.id,
            label: agent.id === me.id ? `${agent.name} (you)` : agent.name,
          })),
          ...(ticket.assignedTo && !isListed
            ? [{ value: ticket.assignedTo, label: ticket.assignedToName ?? ticket.assignedTo }]
            : []),
        ]}
      />
      <Select
        label="Priority"
        value={ticket.priority}
        error={failureOf('priority')}
        onChange={(priority) => change.mutate({ priority })}
        options={PRIORITIES.map((value) => ({ value, label: priorityLabel(value) }))}
      />
      <Select
        label="Category"
        value={ticket.category}
        error={failureOf('category')}
        onChange={(category) => change.mutate({ category })}
        options={[
          ...(categories.data ?? []).map(({ slug, name }) => ({ value: slug, label: name })),
          ...(categories.data?.some(({ slug }) => slug === ticket.category)
            ? []
            : [{ value: ticket.category, label: ticket.category }]),
        ]}
      />
      <TagsField
        tags={ticket.tags}
        error={failureOf('tags')}
        onChange={(tags) => change.mutate({ tags })}
      />
    </>
  );
}
