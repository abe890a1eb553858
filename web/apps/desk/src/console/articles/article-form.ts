// An article as it is being written: the form's state, what makes it different from the stored
// one, and what is missing. Pure functions.

import type { ArticleInput, Faq } from '@frontdesk/client';
import { isLanguage } from '../../search/languages';

export interface ArticleForm {
  question: string;
  answer: string;
  category: string;
  tags: string[];
  /** Empty: told from its words. */
  language: string;
}

export const EMPTY_FORM: ArticleForm = {
  question: '',
  answer: '',
  category: '',
  tags: [],
  language: '',
};

export function formOf({ question, answer, category, tags, language }: Faq): ArticleForm {
  return { question, answer, category, tags: [...tags], language: language ?? '' };
}

export function inputOf(form: ArticleForm, isPublished: boolean): ArticleInput {
  return {
    question: form.question.trim(),
    answer: form.answer,
    category: form.category || null,
    tags: form.tags,
    language: isLanguage(form.language) ? form.language : null,
    isPublished,
  };
}

export function sameForm(a: ArticleForm, b: ArticleForm): boolean {
  return (
    a.question === b.question &&
    a.answer === b.answer &&
    a.category === b.category &&
    a.language === b.language &&
    a.tags.length === b.tags.length &&
    a.tags.every((tag, index) => tag === b.tags[index])
  );
}

/** What must be there before it can be stored, by field; empty when all is well. */
export function missingIn(form: ArticleForm): Partial<Record<keyof ArticleForm, string>> {
  const missing: Partial<Record<keyof ArticleForm, string>> = {};
  if (form.question.trim() === '') missing.question = 'Give the article a title.';
  if (form.answer.trim() === '') missing.answer = 'Write the answer first.';
  return missing;
}

/** A kept draft, or null when it is none. */
export function parseForm(text: string): ArticleForm | null {
  try {
    const value: unknown = JSON.parse(text);
    return isForm(value) ? { ...value, language: value.language ?? '' } : null;
  } catch {
    return null;
  }
}

/** One that was kept by an older page names no language. */
type KeptForm = Omit<ArticleForm, 'language'> & { language?: string };

function isForm(value: unknown): value is KeptForm {
  if (typeof value !== 'object' || value === null) return false;
  const { question, answer, category, tags } = value as Partial<ArticleForm>;
  return (
    [question, answer, category].every((member) => typeof member === 'string') &&
    Array.isArray(tags) &&
    tags.every((tag) => typeof tag === 'string')
  );
}
