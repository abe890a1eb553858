/** The bytes of a file, for a preview. */

/** Fails where the file, or the gateway that has it, is out of reach. */
export async function fetchFile(url: string, signal: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal, credentials: 'omit', referrerPolicy: 'no-referrer' });
  if (!response.ok) throw new Error(`the file answered with status ${response.status}`);
  return response;
}
