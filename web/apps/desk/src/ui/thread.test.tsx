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

  it('tells below the last own message how far it has come', () => {
    const items = [entry('a', { state: 'sending' }), entry('b', { state: 'queued' })];
    const { rerender } = render(<Thread label="Chat" items={items} receipts />);
    expect(screen.getAllByText('Sending…')).toHaveLength(1);
    const seen = [entry('a', { state: 'seen' }), entry('b', { state: 'seen' })];
    rerender(<Thread label="Chat" items={seen} receipts />);
    expect(screen.queryByText('Sending…')).toBeNull();
    expect(screen.getAllByText('Seen')).toHaveLength(1);
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

  it('shows the end of a long conversation, and what was before when it is asked for', () => {
    const items = Array.from({ length: 400 }, (_, n) => entry(`message ${n}`));
    render(<Thread label="Chat" items={items} />);
    const shown = () => screen.getAllByRole('article').length;
    expect(shown()).toBe(150);
    expect(screen.getByText('message 399')).toBeTruthy();
    expect(screen.queryByText('message 249')).toBeNull();
    fireEvent.click(screen.getByText('250 earlier messages'));
    expect(shown()).toBe(300);
    fireEvent.click(screen.getByText('100 earlier messages'));
    expect(shown()).toBe(400);
    expect(screen.queryByText(/earlier messages?$/)).toBeNull();
  });

  it('shows the first with them, where it says what all is about', () => {
    const items = Array.from({ length: 400 }, (_, n) => entry(`message ${n}`));
    render(<Thread label="Ticket" items={items} keepsFirst />);
    const shown = () => screen.getAllByRole('article').map(({ textContent }) => textContent);
    expect(shown()).toHaveLength(151);
    expect(shown()[0]).toContain('message 0');
    fireEvent.click(screen.getByText('249 earlier messages'));
    fireEvent.click(screen.getByText('99 earlier messages'));
    expect(shown()).toHaveLength(400);
    expect(shown()[0]).toContain('message 0');
    expect(screen.queryByText(/earlier messages?$/)).toBeNull();
  });
});
