import { beforeEach, describe, expect, it } from 'vitest';
import { moveInList, stepIndex } from './list-focus';

describe('the next row', () => {
  it('is the neighbour of the focused one, and the ends hold', () => {
    expect(stepIndex(3, 0, null, 1)).toBe(1);
    expect(stepIndex(3, 2, null, 1)).toBe(2);
    expect(stepIndex(3, 0, null, -1)).toBe(0);
  });

  it('is the selected one where none has the focus', () => {
    expect(stepIndex(3, null, 1, 1)).toBe(1);
    expect(stepIndex(3, null, 1, -1)).toBe(1);
  });

  it('is the first or the last where nothing is selected either', () => {
    expect(stepIndex(3, null, null, 1)).toBe(0);
    expect(stepIndex(3, null, null, -1)).toBe(2);
  });

  it('is nothing in an empty list', () => {
    expect(stepIndex(0, null, null, 1)).toBeNull();
  });
});

describe('moving with j and k', () => {
  beforeEach(() => {
    document.body.innerHTML = `
      <a href="#0" id="outside">x</a>
      <div data-list><ul>
        <li><a href="#1" id="one" data-row>1</a><button type="button">Accept</button></li>
        <li><a href="#2" id="two" data-row aria-current="true">2</a></li>
      </ul><ul><li><a href="#3" id="three" data-row>3</a></li></ul></div>`;
  });

  const focused = () => document.activeElement?.id;

  it('goes from row to row, over the lists of the page and past other buttons', () => {
    document.getElementById('one')?.focus();
    moveInList(1);
    expect(focused()).toBe('two');
    moveInList(1);
    expect(focused()).toBe('three');
    moveInList(-1);
    moveInList(-1);
    expect(focused()).toBe('one');
  });

  it('begins at the open row when the focus is elsewhere', () => {
    document.getElementById('outside')?.focus();
    moveInList(1);
    expect(focused()).toBe('two');
  });

  it('does nothing on a page without a list', () => {
    document.body.innerHTML = '<a href="#0" id="outside">x</a>';
    document.getElementById('outside')?.focus();
    moveInList(1);
    expect(focused()).toBe('outside');
  });
});
