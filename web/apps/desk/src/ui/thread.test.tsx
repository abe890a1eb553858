import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Thread, type ThreadEntry } from './thread';

afterEach(cleanup);

const entry = (id: string, over: Partial<ThreadEntry> = {}): ThreadEntry => ({
  kind: 'message',
  id,
  mine: true,
  author: 'Maya',
  time: new Date().toISOString(),
  text: id,
  ...over,
});

describe('a thread', () => {
  it('shows a failed message with its reason and the ways on', () => {
    const onRetry = vi.fn();
    const failed = entry('lost', { state: 'failed', failure: 'No connection.', onRetry });
    render(<Thread label="Chat" items={[failed]} />);
    expect(screen.getByRole('alert').textContent).toContain('No connection.');
    fireEvent.click(screen.getByText('Try again'));
    expect(onRetry).toHaveBeenCalledOnce();
  });

  it('marks what is on its way, and what was seen once it has arrived', () => {
    const items = [entry('a'), entry('b', { state: 'sending' })];
    const { rerender } = render(<Thread label="Chat" items={items} seenId="b" />);
    expect(screen.getByText('Sending…')).toBeTruthy();
    expect(screen.queryByText('Seen')).toBeNull();
    rerender(<Thread label="Chat" items={[entry('a'), entry('b')]} seenId="b" />);
    expect(screen.getByText('Seen')).toBeTruthy();
  });

  it('says who is typing', () => {
    render(<Thread label="Chat" items={[]} typing="Sam" />);
    expect(screen.getByRole('status').textContent).toContain('Sam is typing');
  });

  it('makes web addresses links, and nothing else', () => {
    const text = 'See https://example.org/a?b=1. Not javascript:alert(1), not <b>this</b>';
    render(<Thread label="Chat" items={[entry('x', { text })]} />);
    const links = screen.getAllByRole('link');
    expect(links.map((link) => link.getAttribute('href'))).toEqual(['https://example.org/a?b=1']);
    expect(screen.getByText(/not <b>this<\/b>/)).toBeTruthy();
  });
});
