import { describe, expect, it } from 'vitest';
import { isSendPress, type KeyPress, SHORTCUTS, shortcutOf } from './shortcuts';

function press(key: string, change: Partial<KeyPress> = {}): KeyPress {
  return {
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    isComposing: false,
    defaultPrevented: false,
    target: document.body,
    ...change,
  };
}

function inside(html: string): Element {
  const holder = document.createElement('div');
  holder.innerHTML = html;
  const target = holder.querySelector('[data-target]');
  if (!target) throw new Error('no target');
  return target;
}

describe('a shortcut', () => {
  it('is found by its key', () => {
    expect(shortcutOf(press('j'))).toBe('next');
    expect(shortcutOf(press('k'))).toBe('previous');
    expect(shortcutOf(press('a'))).toBe('assign');
    expect(shortcutOf(press('r'))).toBe('compose');
    expect(shortcutOf(press('?'))).toBe('help');
  });

  it('is nothing for a key without a meaning', () => {
    expect(shortcutOf(press('q'))).toBeNull();
    expect(shortcutOf(press('Enter'))).toBeNull();
  });

  it('leaves chords to the browser', () => {
    expect(shortcutOf(press('r', { ctrlKey: true }))).toBeNull();
    expect(shortcutOf(press('a', { metaKey: true }))).toBeNull();
    expect(shortcutOf(press('j', { altKey: true }))).toBeNull();
  });

  it('leaves alone what somebody else has handled, and the keys of an input method', () => {
    expect(shortcutOf(press('j', { defaultPrevented: true }))).toBeNull();
    expect(shortcutOf(press('j', { isComposing: true }))).toBeNull();
  });

  it.each([
    ['a text area', '<textarea data-target></textarea>'],
    ['a text field', '<input type="text" data-target>'],
    ['a field without a type', '<input data-target>'],
    ['a search field', '<input type="search" data-target>'],
    ['a native select', '<select data-target></select>'],
    ['editable text', '<div contenteditable="true"><b data-target>x</b></div>'],
    ['an open list of options', '<div role="listbox"><div role="option" data-target></div></div>'],
    ['an open menu', '<div role="menu"><div role="menuitem" data-target></div></div>'],
    ['a dialog', '<div role="dialog"><button data-target></button></div>'],
    ['a closed select of the kit', '<button role="combobox" data-target></button>'],
  ])('never fires in %s', (_where, html) => {
    for (const { key } of SHORTCUTS) {
      expect(shortcutOf(press(key, { target: inside(html) }))).toBeNull();
    }
  });

  it.each([
    ['a link', '<a href="/" data-target>x</a>'],
    ['a button', '<button data-target>x</button>'],
    ['a checkbox', '<input type="checkbox" data-target>'],
  ])('fires on %s', (_where, html) => {
    expect(shortcutOf(press('j', { target: inside(html) }))).toBe('next');
  });

  it('has a key of its own', () => {
    const keys = SHORTCUTS.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('sending', () => {
  it('is Ctrl+Enter or ⌘+Enter', () => {
    expect(isSendPress(press('Enter', { ctrlKey: true }))).toBe(true);
    expect(isSendPress(press('Enter', { metaKey: true }))).toBe(true);
    expect(isSendPress(press('Enter'))).toBe(false);
    expect(isSendPress(press('s', { ctrlKey: true }))).toBe(false);
  });

  it('is not an Enter that confirms a word of an input method', () => {
    expect(isSendPress(press('Enter', { ctrlKey: true, isComposing: true }))).toBe(false);
  });
});
