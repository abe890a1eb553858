import { beforeEach, describe, expect, it } from 'vitest';
import {
  type ContactDraft,
  checkDraft,
  dropDraft,
  EMPTY_DRAFT,
  keepDraft,
  readDraft,
} from './contact-draft';

beforeEach(() => sessionStorage.clear());

const draft: ContactDraft = { ...EMPTY_DRAFT, subject: 'Printer', description: 'It smokes.' };

describe('the kept draft', () => {
  it('comes back as it was', () => {
    keepDraft({ ...draft, priority: 'urgent' });
    expect(readDraft()).toEqual({ ...draft, priority: 'urgent' });
  });

  it('is empty at first, after it was dropped, and when what is kept is damaged', () => {
    expect(readDraft()).toEqual(EMPTY_DRAFT);
    keepDraft(draft);
    dropDraft();
    expect(readDraft()).toEqual(EMPTY_DRAFT);
    sessionStorage.setItem('frontdesk.contact-draft', '{"subject"');
    expect(readDraft()).toEqual(EMPTY_DRAFT);
  });
});

describe('checking a draft', () => {
  it('passes one with a subject and a description', () => {
    expect(checkDraft(draft, 100)).toEqual({});
  });

  it('asks for what is missing, and spaces count as missing', () => {
    const problems = checkDraft({ ...draft, subject: '  ', description: '\n' }, 100);
    expect(Object.keys(problems)).toEqual(['subject', 'description']);
  });

  it('counts characters, not UTF-16 units', () => {
    expect(checkDraft({ ...draft, subject: '🐢'.repeat(200) }, 100)).toEqual({});
    expect(checkDraft({ ...draft, subject: '🐢'.repeat(201) }, 100).subject).toContain('200');
    expect(checkDraft({ ...draft, description: 'x'.repeat(101) }, 100).description).toContain(
      '100',
    );
  });
});
