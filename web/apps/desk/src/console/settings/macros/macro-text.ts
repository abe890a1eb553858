// The variables of macros, as the desk reads them: what there is, what a text would become, and
// what is wrong with it. Pure.

export interface Variable {
  name: string;
  label: string;
  example: string;
}

export const VARIABLES: readonly Variable[] = [
  { name: 'customer.firstName', label: 'Customer’s first name', example: 'Maya' },
  { name: 'customer.name', label: 'Customer’s name', example: 'Maya Lindqvist' },
  { name: 'customer.email', label: 'Customer’s email', example: 'maya@example.org' },
  { name: 'agent.firstName', label: 'Your first name', example: 'Sam' },
  { name: 'agent.name', label: 'Your name', example: 'Sam Okafor' },
  { name: 'ticket.number', label: 'Ticket number', example: '1042' },
  { name: 'ticket.subject', label: 'Ticket subject', example: 'Squeaking brakes' },
  { name: 'chat.topic', label: 'Topic of the chat', example: 'Repairs' },
];

export const EXAMPLES: Readonly<Record<string, string>> = Object.fromEntries(
  VARIABLES.map(({ name, example }) => [name, example]),
);

/** Of somebody of whom nothing is known: only the agent's own names. */
export const UNKNOWN: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(EXAMPLES).filter(([name]) => name.startsWith('agent.')),
);

/** A variable as it is written, with the words that stand in where it has no value. */
export const placeholder = (name: string): string => {
  const fallback = name === 'customer.firstName' || name === 'customer.name' ? '|there' : '';
  return `{{${name}${fallback}}}`;
};

const PLACEHOLDER = /\{\{([^|}]*)(?:\|([^}]*))?\}\}/g;

/** The text with values in place of its variables; without a value, the words behind the bar. */
export function rendered(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(PLACEHOLDER, (_, name: string, fallback?: string) => {
    return values[name.trim()] ?? fallback?.trim() ?? '';
  });
}

/** The first thing that is wrong, in a sentence; the server checks again. */
export function problemOf(text: string): string | null {
  for (const [, name = ''] of text.matchAll(PLACEHOLDER)) {
    if (!(name.trim() in EXAMPLES)) return `There is no variable “${name.trim()}”.`;
  }
  const rest = text.replace(PLACEHOLDER, '');
  return rest.includes('{{') ? 'A “{{” has no “}}” that ends it.' : null;
}

export interface Inserted {
  text: string;
  /** Where writing goes on. */
  cursor: number;
}

/** The text with a piece in place of what is selected. */
export function inserted(text: string, piece: string, start: number, end: number): Inserted {
  return { text: text.slice(0, start) + piece + text.slice(end), cursor: start + piece.length };
}
