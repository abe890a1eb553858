// What a ticket can be filed under, in the order in which it is offered.

import type { Priority, TicketStatus } from '@frontdesk/client';

export const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'medium', 'low'];
export const STATUSES: readonly TicketStatus[] = ['open', 'in-progress', 'resolved', 'closed'];
