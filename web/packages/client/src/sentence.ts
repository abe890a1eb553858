// How the words of an error are shown. The server's are without a capital and a full stop, so
// that they can stand inside of other sentences.

/** Words as a whole sentence: a capital first letter, and a full stop where none ends it. */
export function sentence(words: string): string {
  const [first = '', ...rest] = words.trim();
  const capital = first.toLocaleUpperCase() + rest.join('');
  return capital === '' || /[.!?…][”’"')]*$/u.test(capital) ? capital : `${capital}.`;
}
