/** The customers' portal. */
export function Portal() {
  return <main>Help centre</main>;
}
