import { cleanup, fireEvent, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { singleKeys } from './single-keys';
import { type ShortcutHandlers, useShortcuts } from './use-shortcuts';

function Page({ handlers }: { handlers: ShortcutHandlers }) {
  useShortcuts(handlers);
  return <textarea aria-label="Message" />;
}

afterEach(() => {
  cleanup();
  singleKeys.set(true);
});

describe('shortcuts of a page', () => {
  it('run what the key stands for', () => {
    const next = vi.fn();
    render(<Page handlers={{ next }} />);
    fireEvent.keyDown(document.body, { key: 'j' });
    expect(next).toHaveBeenCalledTimes(1);
  });

  it('do not run while one types', () => {
    const next = vi.fn();
    const page = render(<Page handlers={{ next }} />);
    fireEvent.keyDown(page.getByLabelText('Message'), { key: 'j' });
    expect(next).not.toHaveBeenCalled();
  });

  it('run the latest handler', () => {
    const [first, second] = [vi.fn(), vi.fn()];
    const page = render(<Page handlers={{ next: first }} />);
    page.rerender(<Page handlers={{ next: second }} />);
    fireEvent.keyDown(document.body, { key: 'j' });
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledTimes(1);
  });

  it('can be turned off, and the choice is remembered', () => {
    const next = vi.fn();
    singleKeys.set(false);
    render(<Page handlers={{ next }} />);
    fireEvent.keyDown(document.body, { key: 'j' });
    expect(next).not.toHaveBeenCalled();
    expect(localStorage.getItem('frontdesk.console.single-keys')).toBe('off');
  });

  it('end with the page', () => {
    const next = vi.fn();
    render(<Page handlers={{ next }} />).unmount();
    fireEvent.keyDown(document.body, { key: 'j' });
    expect(next).not.toHaveBeenCalled();
  });
});
