/** The agent console: the entry of its own bundle. */
export default function Console() {
  return <p>The console is not part of this build yet.</p>;
}
