import type { Faq } from '@frontdesk/client';
import { describe, expect, it } from 'vitest';
import { EMPTY_FORM, formOf, inputOf, missingIn, parseForm, sameForm } from './article-form';

const ARTICLE: Faq = {
  id: 'a1',
  slug: 'warranty',
  question: 'What does the warranty cover?',
  answer: 'Two years.',
  category: 'returns',
  tags: ['warranty', 'claim'],
  isPublished: true,
  helpful: 1,
  notHelpful: 0,
  views: 3,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
};

describe('the form of an article', () => {
  it('is unchanged when it has just been filled', () => {
    expect(sameForm(formOf(ARTICLE), formOf(ARTICLE))).toBe(true);
  });

  it.each([
    ['title', { question: 'Other' }],
    ['answer', { answer: 'Three years.' }],
    ['category', { category: 'general' }],
    ['tags', { tags: ['warranty'] }],
    ['language', { language: 'de' }],
    ['order of the tags', { tags: ['claim', 'warranty'] }],
  ])('is changed with its %s', (_what, change) => {
    expect(sameForm({ ...formOf(ARTICLE), ...change }, formOf(ARTICLE))).toBe(false);
  });

  it('becomes what the server takes, with the default category where none is chosen', () => {
    const input = inputOf({ ...EMPTY_FORM, question: ' Why? ', answer: 'So.' }, false);
    expect(input).toEqual({
      question: 'Why?',
      answer: 'So.',
      category: null,
      tags: [],
      language: null,
      isPublished: false,
    });
    expect(inputOf({ ...EMPTY_FORM, language: 'de' }, true).language).toBe('de');
  });

  it('says what is missing, at its field', () => {
    expect(Object.keys(missingIn(EMPTY_FORM))).toEqual(['question', 'answer']);
    expect(missingIn(formOf(ARTICLE))).toEqual({});
  });
});

describe('a kept draft', () => {
  it('comes back as it was', () => {
    expect(parseForm(JSON.stringify(formOf(ARTICLE)))).toEqual(formOf(ARTICLE));
  });

  it('may be of an older page, which knew of no languages', () => {
    const { language: _language, ...older } = formOf(ARTICLE);
    expect(parseForm(JSON.stringify(older))).toEqual(formOf(ARTICLE));
  });

  it.each([
    '',
    'null',
    '{',
    '[]',
    '{"question":"x"}',
    '{"question":1,"answer":"","category":"","tags":[]}',
  ])('is none when it reads %s', (text) => expect(parseForm(text)).toBeNull());
});
