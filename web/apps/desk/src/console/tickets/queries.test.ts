import type { Ticket } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { withChange } from './queries';

const TICKET: Ticket = {
  id: 't1',
  number: 7,
  subject: 'Late parcel',
  description: 'Where is it?',
  category: 'orders',
  priority: 'medium',
  status: 'open',
  tags: ['parcel'],
  attachments: [],
  files: [],
  userId: 'u1',
  userName: 'Maya',
  assignedTo: 'sam',
  assignedToName: 'Sam',
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  resolvedAt: null,
  resolutionSeconds: null,
  responseCount: 0,
};

describe('a change shown before the server has answered', () => {
  it('touches only what it says', () => {
    expect(withChange(TICKET, { status: 'resolved' })).toEqual({ ...TICKET, status: 'resolved' });
    expect(withChange(TICKET, { tags: [] })).toEqual({ ...TICKET, tags: [] });
  });

  it('takes the assignee away with null', () => {
    const changed = withChange(TICKET, { assignedTo: null });
    expect(changed).toMatchObject({ assignedTo: null, assignedToName: null });
  });

  it('shows the new assignee by name', () => {
    const changed = withChange(TICKET, { assignedTo: 'priya', assignedToName: 'Priya' });
    expect(changed).toMatchObject({ assignedTo: 'priya', assignedToName: 'Priya' });
  });

  it('keeps the assignee when it says nothing of them', () => {
    expect(withChange(TICKET, { priority: 'high' }).assignedToName).toBe('Sam');
  });
});
