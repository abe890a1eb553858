import type { Macro } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { actionsInWords, draftOf, found, inputOf, problemsOf } from './macro-draft';

const draft = { ...draftOf(null), title: ' Refund ', content: 'Hello' };

describe('a macro that is edited', () => {
  it('goes to the server without what is empty, and without the stroke', () => {
    expect(inputOf({ ...draft, shortcut: '/refund' })).toEqual({
      title: 'Refund',
      shortcut: 'refund',
      content: 'Hello',
      visibility: 'everyone',
      actions: { addTags: [], status: null, closeChat: false, note: null },
    });
  });

  it('needs a reply or something that it does', () => {
    expect(problemsOf(draft)).toEqual({});
    expect(problemsOf({ ...draft, content: ' ' })).toHaveProperty('content');
    expect(problemsOf({ ...draft, content: ' ', closeChat: true })).toEqual({});
  });

  it('names a bad shortcut and a bad note', () => {
    expect(problemsOf({ ...draft, shortcut: 'two words' })).toHaveProperty('shortcut');
    expect(problemsOf({ ...draft, note: '{{nobody}}' })).toHaveProperty(['actions.note']);
  });
});

describe('the list of macros', () => {
  const macro = (title: string, shortcut: string | null, content: string) =>
    ({ title, shortcut, content, actions: {} }) as Macro;
  const all = [macro('Refund', 'refund', 'Your money'), macro('Hello', null, 'Good morning')];

  it('is searched in every word', () => {
    expect(found(all, 'money REFUND').map(({ title }) => title)).toEqual(['Refund']);
    expect(found(all, '/refund')).toHaveLength(1);
    expect(found(all, '  ')).toHaveLength(2);
  });

  it('says what each does besides', () => {
    const actions: Macro['actions'] = {
      addTags: ['vip'],
      status: 'resolved',
      closeChat: true,
      note: null,
    };
    expect(actionsInWords({ actions })).toEqual([
      'adds vip',
      'ticket: resolved',
      'closes the chat',
    ]);
  });
});
