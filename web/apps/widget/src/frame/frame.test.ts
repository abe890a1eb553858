// What the frame decides without a screen: what is wrong with a draft, which messages tell how far
// they have come, what is said between them, and what an article's Markdown becomes.
import type { PreChatForm } from '@frontdesk/client';
import { words } from '../i18n/en';
import { type ChatMoment, eventBetween, interleave } from './chat-events';
import { type Draft, detailsOf, problemsOf } from './draft';
import { expiryOf } from './expiry';
import { toHtml } from './markdown';
import { plain } from './parts';
import { markedMessages, type ThreadItem } from './thread';
import { dayInWords, fileSize, momentInWords } from './times';

const FORM: PreChatForm = {
  enabled: true,
  greeting: '',
  suggestArticles: true,
  topics: [{ id: 'billing', label: 'Billing', teamId: null, skills: [] }],
  fields: [
    { key: 'order', label: 'Order', kind: 'text', required: true, options: [] },
    { key: 'bike', label: 'Bicycle', kind: 'select', required: false, options: ['City'] },
  ],
};
const DRAFT: Draft = { topicId: '', answers: {}, message: 'Hello', name: '', email: '' };

describe('a draft', () => {
  it('needs a message, and what the form requires', () => {
    expect(Object.keys(problemsOf(words, { ...DRAFT, message: ' ' }, null, 10))).toEqual([
      'message',
    ]);
    expect(Object.keys(problemsOf(words, DRAFT, FORM, 10))).toEqual(['answers.order']);
    const whole = { ...DRAFT, answers: { order: '17' } };
    expect(problemsOf(words, whole, FORM, 10)).toEqual({});
    const wrong = { ...whole, message: 'x'.repeat(11), email: 'me@' };
    expect(Object.keys(problemsOf(words, wrong, FORM, 10))).toEqual(['message', 'email']);
  });

  it('goes with what the form still asks for', () => {
    const draft = { ...DRAFT, topicId: 'gone', answers: { order: ' 17 ', bike: 'Penny-farthing' } };
    expect(detailsOf(draft, FORM)).toEqual({ topicId: undefined, answers: { order: '17' } });
    expect(detailsOf({ ...draft, topicId: 'billing' }, FORM).topicId).toBe('billing');
    expect(detailsOf(draft, null)).toEqual({});
  });
});

describe('between the messages', () => {
  const waiting: ChatMoment = { sessionId: 's', status: 'waiting', agentName: null };
  const active: ChatMoment = { sessionId: 's', status: 'active', agentName: 'Ana' };

  it('it is told who joined, who left and that it ended', () => {
    expect(eventBetween(words, waiting, active)).toBe('Ana has joined.');
    expect(eventBetween(words, active, waiting)).toContain('Ana had to leave');
    expect(eventBetween(words, active, { ...active, status: 'closed' })).toBe(words.hasEnded);
    expect(eventBetween(words, { ...waiting, status: 'starting' }, active)).toBeNull();
    expect(eventBetween(words, active, active)).toBeNull();
  });

  it('each stands behind the message that it followed', () => {
    const event = (afterSeq: number) => ({ key: `e${afterSeq}`, afterSeq, time: '', event: '' });
    const order = interleave([{ seq: 1 }, { seq: 2 }, { seq: null }], [event(0), event(2)]);
    expect(order.map((one) => ('event' in one ? one.key : one.seq))).toEqual([
      'e0',
      1,
      2,
      'e2',
      null,
    ]);
  });
});

describe('how far own messages have come', () => {
  const message = (key: string, sender: 'user' | 'agent', state: 'sent' | 'seen' | 'queued') =>
    ({ kind: 'message', message: { key, sender, state } }) as unknown as ThreadItem;

  it('is told once for a run of them, and not once they are answered', () => {
    const run = [message('a', 'user', 'sent'), message('b', 'user', 'sent')];
    expect([...markedMessages(run)]).toEqual(['b']);
    const answered = [message('a', 'user', 'seen'), message('b', 'agent', 'sent')];
    expect([...markedMessages(answered)]).toEqual([]);
    const mixed = [message('a', 'user', 'seen'), message('b', 'user', 'queued')];
    expect([...markedMessages(mixed)].sort()).toEqual(['a', 'b']);
  });
});

describe('an article', () => {
  it('becomes HTML in which nothing acts', () => {
    const html = toHtml(
      '# Big\n\n<script>alert(1)</script>\n\n[a](javascript:alert) [b](https://x.example)',
    );
    expect(html).not.toContain('<script');
    expect(html).not.toContain('javascript:');
    expect(html).toContain('<h3>Big</h3>');
    expect(html).toMatch(
      /<a href="https:\/\/x\.example" target="_blank" rel="noreferrer noopener">/,
    );
  });
});

describe('times and sizes', () => {
  const now = new Date(2026, 4, 13, 10, 0).getTime();
  const at = (day: number, hour: number) => new Date(2026, 4, day, hour, 0).toISOString();

  it('are told by the reader’s days', () => {
    expect(momentInWords(words, at(13, 14), now)).toMatch(/^today at 2:00.PM$/);
    expect(momentInWords(words, at(14, 9), now)).toMatch(/^tomorrow at 9:00.AM$/);
    expect(momentInWords(words, at(18, 9), now)).toMatch(/^Monday at 9:00.AM$/);
    expect(dayInWords(words, at(12, 9), now)).toBe('Yesterday');
    expect(dayInWords({ ...words, locale: 'de' }, at(13, 9), now)).toBe('Heute');
    expect(fileSize(words, 2_500_000)).toBe('2.4 MB');
  });
});

describe('marked words', () => {
  it('keep their blanks and stand for what was escaped', () => {
    expect(plain(' my &amp; &lt;b&gt; ')).toBe(' my & <b> ');
  });
});

describe('a token', () => {
  it('tells when it ends, if it is one', () => {
    const payload = btoa(JSON.stringify({ exp: 1_700_000_000 }));
    expect(expiryOf(`h.${payload}.s`)).toBe(1_700_000_000_000);
    expect(expiryOf('opaque')).toBeNull();
  });
});
