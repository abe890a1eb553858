import { beforeEach, describe, expect, it } from 'vitest';
import { EMPTY_CHAT_DRAFT, keepChatDraft, readChatDraft } from './chat-draft';
import { EMPTY_DRAFT, keepDraft, readDraft } from './contact-draft';
import { prepareQuestion } from './prepare-question';

beforeEach(() => sessionStorage.clear());

describe('a question that no article answers', () => {
  it('is the beginning of a ticket and of a chat, until the next one', () => {
    for (const question of ['Can I ride in snow?', 'Do you ship to Iceland?']) {
      prepareQuestion(` ${question} `);
      expect(readDraft().subject).toBe(question);
      expect(readChatDraft().message).toBe(question);
    }
  });

  it('takes the place of nothing that was written', () => {
    keepDraft({ ...EMPTY_DRAFT, subject: 'A dent' });
    keepChatDraft({ ...EMPTY_CHAT_DRAFT, message: 'Hello' });
    prepareQuestion('Can I ride in snow?');
    expect(readDraft().subject).toBe('A dent');
    expect(readChatDraft().message).toBe('Hello');
  });

  it('fits into a subject', () => {
    prepareQuestion('é'.repeat(500));
    expect([...readDraft().subject]).toHaveLength(200);
    expect([...readChatDraft().message]).toHaveLength(500);
  });
});
