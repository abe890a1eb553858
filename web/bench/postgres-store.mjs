// Messages in PostgreSQL, each committed before its acknowledgement; the open
// chats' state is in memory. One statement a message, by a pool of connections.

import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { Sessions } from './sessions.mjs';

const CONNECTIONS = 16;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS bench_session (id uuid PRIMARY KEY, last_seq bigint NOT NULL);
  CREATE TABLE IF NOT EXISTS bench_message (
    id uuid PRIMARY KEY,
    session_id uuid NOT NULL REFERENCES bench_session,
    seq bigint NOT NULL,
    client_id text,
    sender text NOT NULL,
    sender_id text NOT NULL,
    sender_name text NOT NULL,
    content text NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (session_id, seq),
    UNIQUE (session_id, sender_id, client_id))`;

/** Counts the session up and stores the message, in one statement. */
const ADD = {
  name: 'add',
  text: `
    WITH next AS (UPDATE bench_session SET last_seq = last_seq + 1 WHERE id = $2 RETURNING last_seq)
    INSERT INTO bench_message
      (id, session_id, seq, client_id, sender, sender_id, sender_name, content, created_at)
    SELECT $1, $2, last_seq, $3, $4, $5, $6, $7, $8 FROM next
    RETURNING seq`,
};
const COLUMNS = `id, session_id, seq::float8 AS seq, client_id, sender, sender_id, sender_name,
  content, created_at`;
const FIRST = {
  name: 'first',
  text: `SELECT ${COLUMNS} FROM bench_message
    WHERE session_id = $1 AND sender_id = $2 AND client_id = $3`,
};
const AFTER = {
  name: 'after',
  text: `SELECT ${COLUMNS} FROM bench_message
    WHERE session_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`,
};
const UNIQUE_VIOLATION = '23505';

function messageOf(row) {
  return {
    id: row.id,
    sessionId: row.session_id,
    seq: row.seq,
    clientId: row.client_id,
    sender: row.sender,
    senderId: row.sender_id,
    senderName: row.sender_name,
    content: row.content,
    attachments: [],
    files: [],
    timestamp: row.created_at.toISOString(),
  };
}

export async function postgresStore(url) {
  const pool = new pg.Pool({ connectionString: url, max: CONNECTIONS });
  await pool.query(SCHEMA);
  const sessions = new Sessions();

  async function insert(session, fields) {
    const message = {
      id: randomUUID(),
      sessionId: session.id,
      seq: 0,
      ...fields,
      timestamp: new Date().toISOString(),
    };
    const { rows } = await pool.query({
      ...ADD,
      values: [
        message.id,
        session.id,
        fields.clientId,
        fields.sender,
        fields.senderId,
        fields.senderName,
        fields.content,
        message.timestamp,
      ],
    });
    message.seq = Number(rows[0].seq);
    return message;
  }

  return {
    session: (id) => sessions.session(id),
    waiting: () => sessions.waiting(),
    open: async (userId) => {
      const opened = sessions.openOf(userId);
      if (!opened.resumed) {
        await pool.query('INSERT INTO bench_session (id, last_seq) VALUES ($1, 0)', [
          opened.session.id,
        ]);
      }
      return opened;
    },
    close: (session) => sessions.close(session),
    /** Adds a message; the same clientId of the same sender gives the first one again. */
    add: async (session, fields) => {
      try {
        return { message: await insert(session, fields), isNew: true };
      } catch (error) {
        if (error.code !== UNIQUE_VIOLATION) throw error;
        const values = [session.id, fields.senderId, fields.clientId];
        const { rows } = await pool.query({ ...FIRST, values });
        return { message: messageOf(rows[0]), isNew: false };
      }
    },
    messages: async (session, after, limit) => {
      const { rows } = await pool.query({ ...AFTER, values: [session.id, after, limit] });
      return rows.map(messageOf);
    },
  };
}
