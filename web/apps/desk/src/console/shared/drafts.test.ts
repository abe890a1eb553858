import { act, renderHook } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { forgetDrafts, readDraft, useDraft, writeDraft } from './drafts';

beforeEach(() => sessionStorage.clear());

describe('drafts', () => {
  it('are there again when one comes back', () => {
    const first = renderHook(() => useDraft('chat.1'));
    act(() => first.result.current[1]('Hello'));
    first.unmount();
    expect(renderHook(() => useDraft('chat.1')).result.current[0]).toBe('Hello');
    expect(renderHook(() => useDraft('chat.2')).result.current[0]).toBe('');
  });

  it('go when the text does', () => {
    writeDraft('chat.1', 'Hello');
    writeDraft('chat.1', '');
    expect(sessionStorage.length).toBe(0);
  });

  it('all go at sign-out, and nothing else does', () => {
    sessionStorage.setItem('other', 'kept');
    writeDraft('chat.1', 'Hello');
    writeDraft('ticket.2.note', 'Between us');
    forgetDrafts();
    expect(readDraft('chat.1')).toBe('');
    expect(readDraft('ticket.2.note')).toBe('');
    expect(sessionStorage.getItem('other')).toBe('kept');
  });
});
