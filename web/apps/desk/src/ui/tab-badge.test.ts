import { expect, it } from 'vitest';
import { iconText, setTitle, setUnread, titleWith } from './tab-badge';

it('the title begins with the number of unread notifications', () => {
  expect(titleWith('My tickets · Fernway', 3)).toBe('(3) My tickets · Fernway');
  expect(titleWith('My tickets · Fernway', 0)).toBe('My tickets · Fernway');
});

it('a title that counts or calls by itself stays', () => {
  expect(titleWith('(2) Chats · Fernway', 3)).toBe('(2) Chats · Fernway');
  expect(titleWith('● New chat: Maya · Fernway', 3)).toBe('● New chat: Maya · Fernway');
});

it('the number stays while pages change, and goes when all is read', () => {
  setTitle('Help');
  setUnread(2);
  expect(document.title).toBe('(2) Help');
  setTitle('Chat');
  expect(document.title).toBe('(2) Chat');
  setUnread(0);
  expect(document.title).toBe('Chat');
});

it('the icon has room for one digit', () => {
  expect([iconText(1), iconText(9), iconText(10)]).toEqual(['1', '9', '9+']);
});
