// Has the browser save what was downloaded under a name.

/** How long a browser may take to begin with a download, in milliseconds. */
const BEGIN_MS = 10_000;

export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), BEGIN_MS);
}
