import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SearchBox, type SearchOption } from './search-box';

afterEach(cleanup);

const chosen = vi.fn();
const submitted = vi.fn();

const option = (id: string): SearchOption => ({
  id,
  label: id,
  // What is put into the field leaves the list open.
  onSelect: () => chosen(id) ?? id === 'two',
});

function Box() {
  const [value, setValue] = useState('');
  return (
    <SearchBox
      slash
      label="Search"
      value={value}
      onChange={setValue}
      onSubmit={submitted}
      groups={[
        { id: 'first', options: [option('one')] },
        { id: 'second', label: 'Others', options: [option('two')] },
      ]}
    />
  );
}

function open() {
  render(<Box />);
  const field = screen.getByRole('combobox');
  fireEvent.focus(field);
  fireEvent.change(field, { target: { value: 'o' } });
  return field;
}

const active = (field: HTMLElement) => {
  const id = field.getAttribute('aria-activedescendant');
  return id ? document.getElementById(id)?.textContent : null;
};

describe('the search field', () => {
  it('opens its list as one types, with nothing chosen', () => {
    const field = open();
    expect(field.getAttribute('aria-expanded')).toBe('true');
    expect(active(field)).toBeNull();
  });

  it('moves through the options and back to the field with the arrow keys', () => {
    const field = open();
    const seen = ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp'].map((key) => {
      fireEvent.keyDown(field, { key });
      return active(field);
    });
    expect(seen).toEqual(['one', 'two', null, 'two']);
  });

  it('takes the chosen option with Enter, and searches for the text when none is chosen', () => {
    const field = open();
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(submitted).toHaveBeenCalledWith('o');
    fireEvent.keyDown(field, { key: 'ArrowDown' });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(chosen).toHaveBeenCalledWith('one');
  });

  it('keeps the list open after an option that says so', () => {
    const field = open();
    fireEvent.click(screen.getByRole('option', { name: 'one' }));
    expect(field.getAttribute('aria-expanded')).toBe('false');
    fireEvent.click(field);
    fireEvent.click(screen.getByRole('option', { name: 'two' }));
    expect(field.getAttribute('aria-expanded')).toBe('true');
  });

  it('names the groups of its list', () => {
    open();
    expect(screen.getByRole('group', { name: 'Others' }).textContent).toContain('two');
  });

  it('opens by Alt and an arrow without moving, and closes by them', () => {
    const field = open();
    fireEvent.keyDown(field, { key: 'ArrowUp', altKey: true });
    expect(field.getAttribute('aria-expanded')).toBe('false');
    fireEvent.keyDown(field, { key: 'ArrowDown', altKey: true });
    expect(field.getAttribute('aria-expanded')).toBe('true');
    expect(active(field)).toBeNull();
  });

  it('gives the cursor back to the text when that is moved or changed', () => {
    const field = open();
    for (const leave of [
      () => fireEvent.keyDown(field, { key: 'Home' }),
      () => fireEvent.change(field, { target: { value: `${field.getAttribute('value')}x` } }),
    ]) {
      fireEvent.keyDown(field, { key: 'ArrowDown' });
      expect(active(field)).toBe('one');
      leave();
      expect(active(field)).toBeNull();
    }
  });

  it('leaves keys alone that compose a character', () => {
    const field = open();
    submitted.mockClear();
    fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
    expect(submitted).not.toHaveBeenCalled();
  });

  it('closes when the focus goes on', () => {
    const field = open();
    fireEvent.keyDown(field, { key: 'Tab' });
    expect(field.getAttribute('aria-expanded')).toBe('false');
  });

  it('closes with Escape and is emptied by the next', () => {
    const field = open() as HTMLInputElement;
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(field.getAttribute('aria-expanded')).toBe('false');
    expect(field.value).toBe('o');
    fireEvent.keyDown(field, { key: 'Escape' });
    expect(field.value).toBe('');
  });

  it('is focused by a slash, unless it is typed into a field', () => {
    render(
      <>
        <Box />
        <textarea aria-label="other" />
      </>,
    );
    const field = screen.getByRole('combobox');
    const other = screen.getByLabelText('other');
    other.focus();
    fireEvent.keyDown(other, { key: '/' });
    expect(document.activeElement).toBe(other);
    other.blur();
    fireEvent.keyDown(document.body, { key: '/' });
    expect(document.activeElement).toBe(field);
  });
});
