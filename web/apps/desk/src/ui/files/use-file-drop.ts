/**
 * Files that are dragged onto the page. They may be dropped anywhere: a file that misses its
 * target must not make the browser leave the page, and with it what was written.
 */
import { type DragEvent, useEffect, useRef, useState } from 'react';

type Take = (files: FileList) => void;

/** Those who take files, the latest last. */
const targets: { take: Take; show: (over: boolean) => void }[] = [];
/** Browsers tell at least this often that something hovers (milliseconds). */
const HOVER_MS = 400;
let hovering: ReturnType<typeof setTimeout> | undefined;

function carriesFiles(data: DataTransfer | null): boolean {
  return data?.types.includes('Files') ?? false;
}

function onWindowDragOver(event: globalThis.DragEvent): void {
  if (!carriesFiles(event.dataTransfer)) return;
  event.preventDefault();
  const target = targets.at(-1);
  target?.show(true);
  clearTimeout(hovering);
  hovering = setTimeout(() => target?.show(false), HOVER_MS);
}

function onWindowDrop(event: globalThis.DragEvent): void {
  if (!carriesFiles(event.dataTransfer)) return;
  const isTaken = event.defaultPrevented;
  event.preventDefault();
  clearTimeout(hovering);
  const target = targets.at(-1);
  target?.show(false);
  if (!isTaken && event.dataTransfer) target?.take(event.dataTransfer.files);
}

/** Whether files hover above the page, and a handler for the element that is shown as the target. */
export function useFileDrop(take: Take, isActive = true) {
  const [over, setOver] = useState(false);
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    if (!isActive) return;
    const target = { take: (files: FileList) => latest.current(files), show: setOver };
    if (targets.length === 0) {
      window.addEventListener('dragover', onWindowDragOver);
      window.addEventListener('drop', onWindowDrop);
    }
    targets.push(target);
    return () => {
      targets.splice(targets.indexOf(target), 1);
      if (targets.length > 0) return;
      window.removeEventListener('dragover', onWindowDragOver);
      window.removeEventListener('drop', onWindowDrop);
    };
  }, [isActive]);
  const onDrop = (event: DragEvent) => {
    if (!isActive || !carriesFiles(event.dataTransfer)) return;
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  return [over, { onDrop }] as const;
}
