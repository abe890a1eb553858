import type { UploadItem } from '@frontdesk/client';
import type { UseUploadList } from '@frontdesk/react';
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

describe('a message with files', () => {
  const item = (state: UploadItem['state']): UploadItem => ({
    key: 'k',
    name: 'trip.log',
    type: 'text/plain',
    file: null,
    state,
    loaded: 1,
    total: 2,
    fraction: 0.5,
    error: null,
    attachment: null,
    needsFile: false,
    resumable: true,
  });
  const list = (state: UploadItem['state']): UseUploadList => ({
    items: [item(state)],
    busy: state === 'uploading',
    failed: state === 'failed',
    attachments: [],
    add: vi.fn(),
    adopt: vi.fn(),
    provide: vi.fn(),
    pause: vi.fn(),
    resume: vi.fn(),
    retry: vi.fn(),
    remove: vi.fn(),
    clear: vi.fn(),
  });

  function send(onSend: () => void) {
    const composer = (state: UploadItem['state']) => (
      <Composer label="Message" onSend={onSend} uploads={list(state)} />
    );
    const { rerender } = render(composer('uploading'));
    const field = screen.getByLabelText('Message');
    fireEvent.change(field, { target: { value: 'hello' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    return { field, become: (state: UploadItem['state']) => rerender(composer(state)) };
  }

  it('goes when they are up', () => {
    const onSend = vi.fn();
    const { become } = send(onSend);
    expect(onSend).not.toHaveBeenCalled();
    expect(screen.getByText('Goes when its files are up')).toBeTruthy();
    become('done');
    expect(onSend).toHaveBeenCalledExactlyOnceWith('hello', []);
  });

  it('stays when it is called back, changed, or a file fails', () => {
    const onSend = vi.fn();
    const { field, become } = send(onSend);
    fireEvent.click(screen.getByText('Don’t send yet'));
    become('done');
    expect(onSend).not.toHaveBeenCalled();
    become('uploading');
    fireEvent.keyDown(field, { key: 'Enter' });
    fireEvent.change(field, { target: { value: 'hello you' } });
    become('done');
    expect(onSend).not.toHaveBeenCalled();
    become('uploading');
    fireEvent.keyDown(field, { key: 'Enter' });
    become('failed');
    expect(onSend).not.toHaveBeenCalled();
    expect(screen.getByText('A file failed: try again or remove it')).toBeTruthy();
  });
});
