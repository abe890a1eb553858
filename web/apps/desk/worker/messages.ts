// What pages and the worker say to each other about what is kept; and how it is named. No code
// but that: pages import it too.

/** After a person has left: nothing of theirs stays. */
export interface ForgetRequest {
  type: 'frontdesk:forget';
  person: string;
}

/** What the page would need to be opened without a line. */
export interface KeepRequest {
  type: 'frontdesk:keep';
  app: 'portal' | 'console';
  /** Addresses that it has loaded already, such as the words of its language. */
  loaded: string[];
}

/** The person wants the new version now. */
export interface ActivateRequest {
  type: 'frontdesk:activate';
}

export type PageMessage = ForgetRequest | KeepRequest | ActivateRequest;

/** Whose answers, where nobody is signed in. */
export const NOBODY = '';

const READS = 'frontdesk-reads-1:';

/** The cache of what a person has read. */
export const readsOf = (person: string): string => `${READS}${encodeURIComponent(person)}`;
