// The whole server on a disk that is full: what does not fit is refused with a clear problem and
// leaves nothing behind, nothing is acknowledged that is not on disk, and all goes on by itself
// once there is room.
import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { MIB, textOf } from '../harness/content';
import { activeChat, type Chat, history, leave, someone } from '../harness/people';
import { Rest } from '../harness/rest';
import { Server } from '../harness/server';
import { SmallDisk } from '../harness/small-disk';
import { bearer } from '../harness/tus';
import type { Json } from '../harness/wire';

/** Of the disk: what the server itself takes when it starts, and some files. */
const MEGABYTES = 64;
/** The database may have room in files that it has already; it is filled by messages this long. */
const LONG = 'x'.repeat(4_000);
/** More than fits into that room. */
const MOST_MESSAGES = 5_000;
const FILE = 3 * MIB;

const disk = SmallDisk.mount(MEGABYTES);

/** Text that no other upload of this test is. */
function file(name: string, size: number): File {
  const bytes = textOf(size);
  Buffer.from(`${name}\n`).copy(bytes);
  return new File([bytes], `${name}.txt`, { type: 'text/plain' });
}

async function problem(response: Response): Promise<[number, string]> {
  const answer = (await response.json()) as Json;
  expect(answer.detail, JSON.stringify(answer)).toMatch(/disk/);
  return [response.status, answer.code];
}

const FULL = [507, 'insufficient-storage'];

test.skipIf(!disk)('a full disk refuses, keeps the store sound, and nothing is lost', async () => {
  if (!disk) return;
  const server = await Server.start({ DATA_DIR: disk.dir });
  try {
    await fillAndGoOn(server, disk);
  } finally {
    await server.dispose();
    disk.unmount();
  }
});

async function fillAndGoOn(server: Server, disk: SmallDisk): Promise<void> {
  const claims = someone();
  const maya = new Rest(server, claims);
  const chat = await activeChat(server);
  const sent = await say(chat, 'before');
  const { data: before } = (await (await maya.upload(file('before', MIB))).json()) as Json;
  const tus = { ...bearer(claims), 'Tus-Resumable': '1.0.0' };
  const resumable = await begin(server, tus, FILE);
  const half = file('resumed', FILE);
  const patch = async (url: string, from: number, to?: number) =>
    fetch(url, {
      method: 'PATCH',
      headers: {
        ...tus,
        'Content-Type': 'application/offset+octet-stream',
        'Upload-Offset': String(from),
      },
      body: await half.slice(from, to).arrayBuffer(),
    });
  expect((await patch(resumable, 0, MIB)).status).toBe(204);
  const kept = { objects: disk.files('objects').sort(), partial: disk.files('partial').sort() };

  // Some room, but too little for a file.
  disk.fill(512 * 1024);
  expect(await problem(await maya.upload(file('too large', FILE)))).toEqual(FULL);
  expect(await problem(await patch(resumable, MIB))).toEqual(FULL);
  const durable = await offset(resumable, tus);
  expect(durable).toBeGreaterThanOrEqual(MIB);
  expect(durable).toBeLessThan(FILE);

  // None at all.
  disk.fill();
  expect(await problem(await maya.upload(file('too large', FILE)))).toEqual(FULL);
  expect(await problem(await patch(resumable, durable))).toEqual(FULL);
  expect(disk.files('staging')).toEqual([]);
  expect(disk.files('objects').sort()).toEqual(kept.objects);
  expect(disk.files('partial').sort()).toEqual(kept.partial);

  // Messages, until the room in the database's own files is used up.
  const refused = { clientId: randomUUID(), content: `refused ${LONG}` };
  let answer: Json = { success: true };
  for (let count = 0; answer.success; count += 1) {
    expect(count).toBeLessThan(MOST_MESSAGES);
    if (count > 0) sent.push(answer.message?.clientId ?? answer.clientId);
    const message = { clientId: randomUUID(), content: `${count} ${LONG}` };
    answer = await chat.user.request('chat-message', { sessionId: chat.sessionId, ...message });
    if (answer.success) answer.clientId = message.clientId;
  }
  expect(answer).toMatchObject({ success: false, code: 'insufficient-storage' });
  const last = await chat.user.request('chat-message', { sessionId: chat.sessionId, ...refused });
  expect(last).toMatchObject({ success: false, code: 'insufficient-storage' });
  const ticket = { subject: 'Full', description: LONG, category: 'general' };
  await expect(maya.post('/tickets', ticket)).rejects.toThrow('insufficient-storage');
  // Nothing of a file is kept either whose record does not fit.
  expect(await problem(await maya.upload(file('small', 10)))).toEqual(FULL);
  await expect(begin(server, tus, FILE)).rejects.toThrow('insufficient-storage');
  // What is there can be read.
  expect((await fetch(before.url)).status).toBe(200);
  expect(
    (await chat.agent.ok('sync', { sessionId: chat.sessionId, after: 0 })).messages[0],
  ).toEqual(expect.objectContaining({ content: 'before' }));

  disk.makeRoom();
  await expect.poll(() => fetch(`${server.url}/readyz`).then(({ status }) => status)).toBe(200);
  // The refused message goes through as itself, once.
  const again = await chat.user.ok('chat-message', { sessionId: chat.sessionId, ...refused });
  expect(again.success).toBe(true);
  sent.push(refused.clientId);
  const messages = await history(chat.agent, chat.sessionId);
  const spoken = messages.filter(({ clientId }) => clientId);
  expect(spoken.map(({ clientId }) => clientId)).toEqual(sent);
  expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, index) => index + 1));
  expect(await maya.post('/tickets', ticket)).toMatchObject({ subject: 'Full' });
  const from = await offset(resumable, tus);
  const finished = await patch(resumable, from);
  expect(finished.status).toBe(200);
  const { data: resumed } = (await finished.json()) as Json;
  const read = Buffer.from(await (await fetch(resumed.url)).arrayBuffer());
  expect(read.equals(Buffer.from(await half.arrayBuffer()))).toBe(true);
  expect((await maya.upload(file('small', 10))).status).toBe(201);
  await leave(chat);

  // The database and every stored file are sound, also for a server that starts anew.
  await server.terminate();
  expect(await server.command(['storage', 'scrub'])).toMatch(/checked +3\ndamaged +0\n/);
  expect(await server.command(['doctor', '--deep'])).toMatch(
    /integrity +the database has no damage/,
  );
  await server.run();
  expect((await fetch(before.url)).status).toBe(200);
  expect(disk.files('staging')).toEqual([]);
}

/** Sends one message; gives the list of those that are in the log. */
async function say(chat: Chat, content: string): Promise<string[]> {
  const clientId = randomUUID();
  await chat.user.ok('chat-message', { sessionId: chat.sessionId, clientId, content });
  return [clientId];
}

async function begin(server: Server, tus: Record<string, string>, size: number): Promise<string> {
  const begun = await fetch(`${server.url}/api/support/uploads`, {
    method: 'POST',
    headers: { ...tus, 'Upload-Length': String(size), 'Upload-Metadata': 'filename YS50eHQ=' },
  });
  if (begun.status !== 201) throw new Error(`${begun.status} ${await begun.text()}`);
  return new URL(begun.headers.get('Location') ?? '', server.url).href;
}

async function offset(url: string, tus: Record<string, string>): Promise<number> {
  const head = await fetch(url, { method: 'HEAD', headers: tus });
  return Number(head.headers.get('Upload-Offset'));
}
