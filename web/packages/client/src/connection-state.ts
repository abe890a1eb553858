// What a view needs to know about a socket.

/**
 * - `idle`: nobody has asked for a connection yet, or it was closed.
 * - `connecting`: the first attempt is under way.
 * - `online`: connected and admitted.
 * - `offline`: the line is down; it is tried again by itself.
 * - `refused`: the server said no (a bad token, a wrong role); `reason` says why. It is
 *   tried again with the next token, and now and then by itself.
 */
export type ConnectionStatus = 'idle' | 'connecting' | 'online' | 'offline' | 'refused';

export interface ConnectionState {
  readonly status: ConnectionStatus;
  /** The server's words when it refused. */
  readonly reason: string | null;
}
