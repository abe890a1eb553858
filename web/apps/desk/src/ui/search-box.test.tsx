import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SearchBox } from './search-box';

afterEach(cleanup);

const chosen = vi.fn();
const submitted = vi.fn();

function Box() {
  const [value, setValue] = useState('');
  return (
    <SearchBox
      slash
      label="Search"
      value={value}
      onChange={setValue}
      onSubmit={submitted}
      options={['one', 'two'].map((id) => ({ id, label: id, onSelect: () => chosen(id) }))}
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
