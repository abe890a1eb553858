import { cleanup, fireEvent, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Composer } from '../../ui';
import { WritingArea } from './writing-area';

afterEach(cleanup);

function write(sendWith: 'enter' | 'chord') {
  const onSend = vi.fn();
  const page = render(
    <WritingArea sendWith={sendWith}>
      <Composer label="Message" onSend={onSend} />
    </WritingArea>,
  );
  const field = page.getByLabelText('Message') as HTMLTextAreaElement;
  fireEvent.change(field, { target: { value: 'Hello' } });
  return { onSend, field };
}

describe('writing to a customer in a chat', () => {
  it('sends with Enter and with Ctrl+Enter', () => {
    const { onSend, field } = write('enter');
    fireEvent.keyDown(field, { key: 'Enter' });
    fireEvent.change(field, { target: { value: 'Again' } });
    fireEvent.keyDown(field, { key: 'Enter', ctrlKey: true });
    expect(onSend.mock.calls.map(([text]) => text)).toEqual(['Hello', 'Again']);
  });
});

describe('answering a ticket', () => {
  it('breaks the line with Enter', () => {
    const { onSend, field } = write('chord');
    const press = fireEvent.keyDown(field, { key: 'Enter' });
    expect(onSend).not.toHaveBeenCalled();
    expect(press).toBe(true); // not prevented: the browser breaks the line
  });

  it.each([{ ctrlKey: true }, { metaKey: true }])('sends with %o and Enter', (modifier) => {
    const { onSend, field } = write('chord');
    fireEvent.keyDown(field, { key: 'Enter', ...modifier });
    expect(onSend).toHaveBeenCalledWith('Hello', []);
  });
});

describe('choosing a suggestion while answering a ticket', () => {
  it('is done with Enter, and sends nothing', () => {
    const onSend = vi.fn();
    const onSelect = vi.fn();
    const suggest = {
      label: 'Macros',
      options: [{ id: 'hello', label: 'Hello', onSelect }],
      emptyText: '',
      onClose: () => {},
    };
    const page = render(
      <WritingArea sendWith="chord">
        <Composer label="Reply" onSend={onSend} suggest={suggest} />
      </WritingArea>,
    );
    fireEvent.keyDown(page.getByLabelText('Reply'), { key: 'Enter' });
    expect(onSelect).toHaveBeenCalledOnce();
    expect(onSend).not.toHaveBeenCalled();
  });
});

describe('Escape', () => {
  it('leaves the field and keeps the text', () => {
    const { field } = write('enter');
    field.focus();
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(document.activeElement).not.toBe(field);
    expect(field.value).toBe('Hello');
  });
});
