import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Composer } from './composer';

afterEach(cleanup);

function write(text: string, onSend: (text: string) => unknown, props = {}) {
  render(<Composer label="Message" onSend={onSend} {...props} />);
  const field = screen.getByLabelText('Message') as HTMLTextAreaElement;
  fireEvent.change(field, { target: { value: text } });
  return field;
}

describe('the composer', () => {
  it('sends with Enter, trimmed, and is empty afterwards', () => {
    const onSend = vi.fn(() => undefined);
    const field = write(' hello ', onSend);
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(onSend).toHaveBeenCalledWith('hello', []);
    expect(field.value).toBe('');
  });

  it('leaves Enter alone with Shift and while a word is being composed', () => {
    const onSend = vi.fn();
    const field = write('hello', onSend);
    fireEvent.keyDown(field, { key: 'Enter', shiftKey: true });
    fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
    expect(onSend).not.toHaveBeenCalled();
  });

  it('sends nothing that is empty or too long', () => {
    const onSend = vi.fn();
    const field = write('   ', onSend, { maxChars: 3 });
    fireEvent.keyDown(field, { key: 'Enter' });
    fireEvent.change(field, { target: { value: 'four' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(onSend).not.toHaveBeenCalled();
    expect(screen.getByText('1 too many')).toBeTruthy();
  });

  it('keeps the text and says why when sending fails', async () => {
    const field = write('hello', () => Promise.reject(new Error('The desk is busy.')));
    await act(async () => {
      fireEvent.keyDown(field, { key: 'Enter' });
    });
    expect(field.value).toBe('hello');
    expect(screen.getByRole('alert').textContent).toBe('The desk is busy.');
  });
});
