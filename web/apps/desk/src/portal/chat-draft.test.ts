import type { PreChatForm } from '@frontdesk/client';
import { afterEach, describe, expect, it } from 'vitest';
import {
  checkChatDraft,
  detailsOf,
  dropChatDraft,
  EMPTY_CHAT_DRAFT,
  keepChatDraft,
  readChatDraft,
  withUnsent,
} from './chat-draft';

const FORM: PreChatForm = {
  enabled: true,
  greeting: '',
  suggestArticles: true,
  topics: [{ id: 'billing', label: 'Billing', teamId: null, skills: [] }],
  fields: [
    { key: 'order', label: 'Order number', kind: 'text', required: true, options: [] },
    { key: 'mail', label: 'Email', kind: 'email', required: false, options: [] },
    { key: 'bike', label: 'Bicycle', kind: 'select', required: true, options: ['City', 'Cargo'] },
  ],
};

const written = { ...EMPTY_CHAT_DRAFT, message: 'Hello' };

afterEach(dropChatDraft);

describe('what is written before a chat', () => {
  it('needs a message, and what the form requires', () => {
    expect(Object.keys(checkChatDraft(EMPTY_CHAT_DRAFT, null, 100))).toEqual(['message']);
    expect(Object.keys(checkChatDraft(written, FORM, 100))).toEqual([
      'answers.order',
      'answers.bike',
    ]);
    const answers = { order: '12', bike: 'Cargo' };
    expect(checkChatDraft({ ...written, answers }, FORM, 100)).toEqual({});
  });

  it('is not sent when it is too long, or no address where one is asked for', () => {
    const answers = { order: 'x'.repeat(501), bike: 'City', mail: 'nobody' };
    const draft = { ...written, message: 'x'.repeat(11), answers, email: 'me@' };
    expect(Object.keys(checkChatDraft(draft, FORM, 10))).toEqual([
      'answers.order',
      'answers.mail',
      'message',
      'email',
    ]);
  });

  it('asks again for a choice that the form no longer offers', () => {
    const answers = { order: '12', bike: 'Penny-farthing' };
    expect(checkChatDraft({ ...written, answers }, FORM, 100)).toHaveProperty('answers.bike');
  });

  it('goes with what the form asks for, and nothing of another form', () => {
    const answers = { order: ' 12 ', bike: 'City', mail: ' ', gone: 'x' };
    const draft = { ...written, topic: 'Own words', topicId: 'billing', answers };
    expect(detailsOf(draft, FORM)).toEqual({
      topicId: 'billing',
      answers: { order: '12', bike: 'City' },
    });
    expect(detailsOf({ ...draft, topicId: 'gone' }, FORM).topicId).toBeUndefined();
    expect(detailsOf(draft, null)).toEqual({ topic: 'Own words' });
  });

  it('takes back what could not be sent, once', () => {
    expect(withUnsent('', 'Hello')).toBe('Hello');
    expect(withUnsent('Hello', 'Hello')).toBe('Hello');
    expect(withUnsent('Hello\n', 'Anybody?')).toBe('Hello\n\nAnybody?');
  });

  it('is kept for this tab', () => {
    expect(readChatDraft()).toEqual(EMPTY_CHAT_DRAFT);
    keepChatDraft(written);
    expect(readChatDraft()).toEqual(written);
    dropChatDraft();
    expect(readChatDraft()).toEqual(EMPTY_CHAT_DRAFT);
  });
});
