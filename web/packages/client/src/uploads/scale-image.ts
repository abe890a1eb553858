// Large photographs, made smaller before they are sent. Decoding, scaling and encoding are the
// browser's own and happen off the main thread.

/** What is encoded again loses nothing but size; moving pictures would lose their movement. */
const SCALABLE = new Set(['image/jpeg', 'image/png', 'image/webp']);
/** As cameras save by default. PNG takes no notice of it. */
const QUALITY = 0.86;
/** Animation is announced before the first picture. */
const HEAD_BYTES = 64 * 1024;

/** The file, or a smaller copy of it whose longest edge is at most `maxEdge` pixels. */
export async function scaleImage(file: File, maxEdge: number): Promise<File> {
  if (!SCALABLE.has(file.type) || typeof globalThis.createImageBitmap !== 'function') return file;
  try {
    if (await isAnimated(file)) return file;
    const blob = await scaled(file, maxEdge);
    // Scaling does not make everything smaller: then the original is the better one.
    if (blob === null || blob.type !== file.type || blob.size >= file.size) return file;
    return new File([blob], file.name, { type: file.type, lastModified: file.lastModified });
  } catch {
    // No picture after all, or too large for this device: the server decides on it.
    return file;
  }
}

/** Null when it is small enough. */
async function scaled(file: File, maxEdge: number): Promise<Blob | null> {
  const whole = await createImageBitmap(file, { imageOrientation: 'from-image' });
  const { width, height } = whole;
  const factor = maxEdge / Math.max(width, height);
  if (factor >= 1) {
    whole.close();
    return null;
  }
  const to = {
    width: Math.max(1, Math.round(width * factor)),
    height: Math.max(1, Math.round(height * factor)),
  };
  const small = await createImageBitmap(whole, {
    resizeWidth: to.width,
    resizeHeight: to.height,
    resizeQuality: 'high',
  });
  whole.close();
  try {
    return await encode(small, to, file.type);
  } finally {
    small.close();
  }
}

async function encode(
  picture: ImageBitmap,
  size: { width: number; height: number },
  type: string,
): Promise<Blob | null> {
  if (typeof OffscreenCanvas === 'function') {
    const canvas = new OffscreenCanvas(size.width, size.height);
    canvas.getContext('2d')?.drawImage(picture, 0, 0);
    return canvas.convertToBlob({ type, quality: QUALITY });
  }
  const canvas = Object.assign(document.createElement('canvas'), size);
  canvas.getContext('2d')?.drawImage(picture, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve, type, QUALITY));
}

/** APNG has an `acTL` chunk, moving WebP an `ANIM` chunk. */
async function isAnimated(file: File): Promise<boolean> {
  if (file.type === 'image/jpeg') return false;
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const text = new TextDecoder('latin1').decode(head);
  return text.includes(file.type === 'image/png' ? 'acTL' : 'ANIM');
}
