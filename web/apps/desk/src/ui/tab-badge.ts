/**
 * What a tab in the background tells: the document's title with the number of unread
 * notifications before it, the number on the favicon, and on the app's icon where it has one.
 */

/** Over this the favicon says `9+`: more has no room. */
const ICON_MAX = 9;
const ICON_PX = 64;
const BADGE_COLOR = '#b3261e';

let title = document.title;
let unread = 0;

/** The page's own title. */
export function setTitle(next: string): void {
  title = next;
  document.title = titleWith(title, unread);
}

export function setUnread(count: number): void {
  if (count === unread) return;
  unread = count;
  document.title = titleWith(title, unread);
  void drawIcon(count);
  const { setAppBadge, clearAppBadge } = navigator as Partial<Navigator>;
  // Where there is no app icon, browsers refuse: nothing is lost.
  const set = count > 0 ? setAppBadge?.call(navigator, count) : clearAppBadge?.call(navigator);
  set?.catch(() => {});
}

/** A title that counts something itself, or tells of an offer, is left as it is. */
export function titleWith(title: string, unread: number): string {
  return unread === 0 || /^[(●]/.test(title) ? title : `(${unread}) ${title}`;
}

/** What stands on the icon. */
export function iconText(count: number): string {
  return count > ICON_MAX ? `${ICON_MAX}+` : String(count);
}

let plainHref: string | null = null;

async function drawIcon(count: number): Promise<void> {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (!link) return;
  plainHref ??= link.href;
  const href = count === 0 ? plainHref : await withBadge(plainHref, iconText(count));
  // Meanwhile it may have changed again.
  if (count !== unread || href === null) return;
  link.type = count === 0 ? 'image/svg+xml' : 'image/png';
  link.href = href;
}

/** The icon with a number at its corner, as a data URL; null where it can't be drawn. */
async function withBadge(href: string, text: string): Promise<string | null> {
  const context = Object.assign(document.createElement('canvas'), {
    width: ICON_PX,
    height: ICON_PX,
  }).getContext('2d');
  if (!context) return null;
  try {
    const image = new Image(ICON_PX, ICON_PX);
    image.src = href;
    await image.decode();
    context.drawImage(image, 0, 0, ICON_PX, ICON_PX);
  } catch {
    // The number alone tells enough.
  }
  const radius = ICON_PX * 0.31;
  const [x, y] = [ICON_PX - radius, ICON_PX - radius];
  context.fillStyle = BADGE_COLOR;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  context.fillStyle = '#ffffff';
  context.font = `700 ${Math.round(radius * (text.length > 1 ? 1.15 : 1.5))}px sans-serif`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(text, x, y + radius * 0.08);
  return context.canvas.toDataURL('image/png');
}
