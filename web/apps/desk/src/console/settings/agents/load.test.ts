import type { Agent } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { byPresence, capacityOf, loadOf } from './load';

describe('the load of an agent', () => {
  it('is full from the limit on, and never more than the whole bar', () => {
    expect(loadOf({ chats: 2, capacity: 5 })).toMatchObject({ share: 0.4, isFull: false });
    expect(loadOf({ chats: 7, capacity: 5 })).toMatchObject({ share: 1, isFull: true });
  });

  it('says that one who takes none takes none', () => {
    expect(loadOf({ chats: 0, capacity: 0 })).toMatchObject({ share: 0, isFull: true });
    expect(loadOf({ chats: 0, capacity: 0 }).words).toContain('takes none');
  });
});

describe('the order of agents', () => {
  it('shows who is there first, then by name', () => {
    const agent = (name: string, status: string) => ({ name, status }) as Agent;
    const sorted = byPresence([
      agent('Zoe', 'offline'),
      agent('Bob', 'available'),
      agent('Cem', 'away'),
      agent('Ann', 'available'),
    ]);
    expect(sorted.map(({ name }) => name)).toEqual(['Ann', 'Bob', 'Cem', 'Zoe']);
  });
});

describe('a limit as it is typed', () => {
  it('is a whole number up to the most that the server takes', () => {
    expect(capacityOf('0')).toBe(0);
    expect(capacityOf('1000')).toBe(1000);
    expect(capacityOf('1001')).toBeNull();
    expect(capacityOf('')).toBeNull();
    expect(capacityOf('2.5')).toBeNull();
  });
});
