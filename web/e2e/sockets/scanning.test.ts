// Attachments and a real virus scanner: what recipients see and may open while a file is checked,
// when something was found, and when the scanner is away.
import { deflateSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Clamd, eicar, FINDING } from '../harness/clamd';
import { activeChat, leave, someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import type { Claims } from '../harness/tokens';
import { type Json, Wire } from '../harness/wire';

let files = 0;

/** Content that nobody has uploaded before. */
function words(text: string): File {
  files += 1;
  return new File([`${text} ${process.pid} ${files}`], 'notes.txt', { type: 'text/plain' });
}

async function upload(server: Server, claims: Claims, file: File): Promise<Json> {
  const response = await new Rest(server, claims).upload(file);
  const answer = (await response.json()) as Json;
  expect(response.status, JSON.stringify(answer)).toBe(201);
  return answer.data;
}

/** The gateway's answer, by the status and the kind of failure. */
async function opened(file: Json): Promise<[number, string | undefined, string | null]> {
  const response = await fetch(file.url);
  const body = await response.text();
  const code = response.ok ? undefined : (JSON.parse(body) as Json).code;
  return [response.status, code, response.headers.get('retry-after')];
}

const updated = (cid: string, scan: string) => (event: Json) =>
  event.attachment.cid === cid && event.attachment.scan === scan;

describe('with a scanner', () => {
  let clamd: Clamd;
  let server: Server;
  beforeAll(async () => {
    clamd = await Clamd.start();
    server = await Server.start({ CLAMD_URL: clamd.url });
  });
  afterAll(async () => {
    await server?.dispose();
    await clamd?.dispose();
  });

  test('a file is shut while it is checked, and both sides see it become clean', async () => {
    await clamd.stop();
    const chat = await activeChat(server);
    const { user, agent, sessionId, userClaims } = chat;
    const file = await upload(server, userClaims, words('harmless'));
    expect(file.scan).toBe('pending');
    await user.ok('chat-message', { sessionId, content: 'See', attachments: [file.cid] });
    const message = await agent.payload('chat-message');
    expect(message.files).toMatchObject([{ cid: file.cid, scan: 'pending' }]);
    expect(await opened(file)).toEqual([403, 'file-pending', '2']);
    await clamd.run();
    for (const side of [user, agent]) {
      const event = await side.payload('attachment-updated', updated(file.cid, 'clean'));
      expect(event).toMatchObject({ conversationId: sessionId, attachment: { name: 'notes.txt' } });
    }
    expect((await opened(file))[0]).toBe(200);
    await leave(chat);
  });

  test('an infected file is opened by nobody until an admin releases it', async () => {
    const chat = await activeChat(server);
    const { user, agent, sessionId, userClaims, agentClaims } = chat;
    const bells = await Promise.all(
      [userClaims, agentClaims].map((claims) => Wire.as(server, '/', claims)),
    );
    // Sent while the scanner is away, so that the message is there before the verdict.
    await clamd.stop();
    const bad = new File([`${eicar()}${files++}`], 'invoice.txt', { type: 'text/plain' });
    const file = await upload(server, userClaims, bad);
    await user.ok('chat-message', { sessionId, content: 'Pay', attachments: [file.cid] });
    expect((await agent.payload('chat-message')).content).toBe('Pay');
    await clamd.run();
    for (const side of [user, agent]) {
      await side.payload('attachment-updated', updated(file.cid, 'infected'));
    }
    for (const bell of bells) {
      const told = await bell.payload('notification', ({ data }) => data.cid === file.cid);
      expect(told).toMatchObject({ type: 'system', data: { finding: FINDING } });
      expect(told.message).toContain('invoice.txt');
    }
    expect(await opened(file)).toEqual([403, 'file-infected', null]);
    const [known] = await new Rest(server, agentClaims).get(`/files?cid=${file.cid}`);
    expect(known).toMatchObject({ scan: 'infected', name: 'invoice.txt' });
    // Nobody sends it on.
    const again = await user.request('chat-message', {
      sessionId,
      content: 'Again',
      attachments: [file.cid],
    });
    expect(again).toMatchObject({ success: false, code: 'file-infected' });

    const release = `/storage/files/${file.cid}/release`;
    await expect(new Rest(server, agentClaims).post(release)).rejects.toThrow('only admins');
    const admin = new Rest(server, someone('admin'));
    expect(await admin.post(release)).toMatchObject({ scan: 'clean' });
    await agent.payload('attachment-updated', updated(file.cid, 'clean'));
    expect((await opened(file))[0]).toBe(200);
    expect(await admin.post(`/storage/files/${file.cid}/rescan`)).toMatchObject({
      scan: 'pending',
    });
    await agent.payload('attachment-updated', updated(file.cid, 'infected'));
    expect((await opened(file))[1]).toBe('file-infected');
    const deeds = await admin.get(`/audit?subject=${file.cid}`);
    expect(deeds.map(({ action }: Json) => action)).toEqual([
      'file.infected',
      'file.rescan',
      'file.release',
      'file.infected',
    ]);
    for (const bell of bells) bell.close();
    await leave(chat);
  });

  test('a file of a note is told to agents alone', async () => {
    const chat = await activeChat(server);
    const { user, agent, sessionId, agentClaims } = chat;
    await clamd.stop();
    const file = await upload(server, agentClaims, words('between us'));
    await new Rest(server, agentClaims).post(`/chat/sessions/${sessionId}/notes`, {
      content: 'Look',
      attachments: [file.cid],
    });
    const shown = await upload(server, agentClaims, words('for both'));
    await agent.ok('chat-message', { sessionId, content: 'Here', attachments: [shown.cid] });
    await clamd.run();
    await agent.payload('attachment-updated', updated(file.cid, 'clean'));
    const heard = await user.payload('attachment-updated');
    expect(heard.attachment.cid).toBe(shown.cid);
    await leave(chat);
  });

  test('an image is shown smaller once it is clean', async () => {
    const chat = await activeChat(server);
    const { user, agent, sessionId, userClaims } = chat;
    const file = await upload(server, userClaims, picture(2_000, 500));
    expect(file).toMatchObject({ width: 2_000, height: 500 });
    await user.ok('chat-message', { sessionId, content: '', attachments: [file.cid] });
    const thumbnail = ({ attachment }: Json) =>
      attachment.cid === file.cid && attachment.thumbnailUrl;
    // It may have been made before the message came.
    const [now] = await new Rest(server, userClaims).get(`/files?cid=${file.cid}`);
    const shown = now.thumbnailUrl
      ? now
      : (await agent.payload('attachment-updated', thumbnail)).attachment;
    for (const url of [shown.thumbnailUrl, shown.previewUrl]) {
      const image = await fetch(url);
      expect([image.status, image.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    }
    await leave(chat);
  });
});

test('the operator may let files through while the scanner is away', async () => {
  const clamd = await Clamd.prepare();
  const server = await Server.start({ CLAMD_URL: clamd.url, SCAN_UNAVAILABLE: 'allow' });
  try {
    const chat = await activeChat(server);
    const { user, agent, sessionId, userClaims } = chat;
    const bad = new File([`${eicar()}${files++}`], 'invoice.txt', { type: 'text/plain' });
    const file = await upload(server, userClaims, bad);
    await user.ok('chat-message', { sessionId, content: 'Pay', attachments: [file.cid] });
    const message = await agent.payload('chat-message');
    if (message.files[0].scan !== 'unscanned') {
      await agent.payload('attachment-updated', updated(file.cid, 'unscanned'));
    }
    expect((await opened(file))[0]).toBe(200);
    await clamd.run();
    await agent.payload('attachment-updated', updated(file.cid, 'infected'));
    expect((await opened(file))[1]).toBe('file-infected');
    await leave(chat);
  } finally {
    await server.dispose();
    await clamd.dispose();
  }
});

test('who has uploaded a file and not sent it yet hears of its scan, and nobody else', async () => {
  const clamd = await Clamd.prepare();
  const server = await Server.start({ CLAMD_URL: clamd.url });
  try {
    const chat = await activeChat(server);
    const { user, agent, userClaims } = chat;
    const bell = await Wire.as(server, '/', userClaims);
    const other = await Wire.as(server, '/', someone());
    const file = await upload(server, userClaims, words('a draft'));
    expect(file.scan).toBe('pending');
    await clamd.run();
    for (const side of [user, bell]) {
      const event = await side.payload('attachment-updated', updated(file.cid, 'clean'));
      expect(event.attachment.name).toBe('notes.txt');
      expect(event.conversationId).toBeUndefined();
    }
    // Once it is sent, those who take part hear the next change, with where it is.
    await user.ok('chat-message', {
      sessionId: chat.sessionId,
      content: 'Here',
      attachments: [file.cid],
    });
    await new Rest(server, someone('admin')).post(`/storage/files/${file.cid}/rescan`);
    const heard = await agent.payload('attachment-updated');
    expect(heard).toMatchObject({ conversationId: chat.sessionId, attachment: { cid: file.cid } });
    const again = await user.payload('attachment-updated', updated(file.cid, 'clean'));
    expect(again.conversationId).toBe(chat.sessionId);
    expect(other.pending('attachment-updated')).toEqual([]);
    bell.close();
    other.close();
    await leave(chat);
  } finally {
    await server.dispose();
    await clamd.dispose();
  }
});

describe('a file that is larger than the scanner takes', () => {
  let clamd: Clamd;
  let server: Server;
  const large = () => new File([`${'a long log '.repeat(200_000)} ${files++}`], 'large.txt');
  beforeAll(async () => {
    clamd = await Clamd.start('1M');
  });
  afterEach(() => server?.dispose());
  afterAll(() => clamd?.dispose());

  test('stays shut until an admin releases it, and is not tried again', async () => {
    server = await Server.start({ CLAMD_URL: clamd.url });
    const admin = new Rest(server, someone('admin'));
    const claims = someone();
    const small = await upload(server, claims, words('small'));
    const file = await upload(server, claims, large());
    await expect
      .poll(async () => (await admin.get(`/audit?subject=${file.cid}`))[0], { timeout: 30_000 })
      .toMatchObject({ action: 'file.unscannable', subject: file.cid });
    await expect.poll(async () => (await opened(small))[0], { timeout: 30_000 }).toBe(200);
    expect(await opened(file)).toEqual([403, 'file-pending', null]);
    expect(await (await fetch(file.url)).text()).toContain('too large for the virus scanner');
    // The job is done.
    expect(await server.command(['doctor'])).toContain('0 jobs are waiting');
    expect(await admin.post(`/storage/files/${file.cid}/release`)).toMatchObject({ scan: 'clean' });
    expect((await opened(file))[0]).toBe(200);
  });

  test('is open and unscanned where the operator has chosen so', async () => {
    server = await Server.start({ CLAMD_URL: clamd.url, SCAN_UNAVAILABLE: 'allow' });
    const claims = someone();
    const wire = await Wire.as(server, '/', claims);
    const file = await upload(server, claims, large());
    await wire.payload('attachment-updated', updated(file.cid, 'unscanned'));
    expect((await opened(file))[0]).toBe(200);
    wire.close();
  });
});

/** A PNG of two halves. */
function picture(width: number, height: number): File {
  const row = Buffer.alloc(1 + width * 3, 200);
  row.fill(30, 1, 1 + Math.floor(width / 2) * 3);
  row[0] = 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const parts = [
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return new File([Buffer.concat(parts)], 'picture.png', { type: 'image/png' });
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const framed = Buffer.alloc(8 + body.length);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), framed.length - 4);
  return framed;
}

function crc32(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
