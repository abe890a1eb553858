/** The hidden inputs behind the buttons that attach files: any file, or the phone's camera. */
import type { UseUploadList } from '@frontdesk/react';
import { type ReactNode, useRef } from 'react';
import { acceptOf } from '../accept';

export interface FilePickersProps {
  list: UseUploadList;
  /** Media types that the operator allows. */
  accept?: readonly string[];
  labelledBy?: string;
  /** The buttons; `photograph` is null where pictures are not allowed. */
  children: (open: { choose: () => void; photograph: (() => void) | null }) => ReactNode;
}

export function FilePickers({ list, accept, labelledBy, children }: FilePickersProps) {
  const any = useRef<HTMLInputElement>(null);
  const camera = useRef<HTMLInputElement>(null);
  const takesPhotos = !accept?.length || accept.some((type) => /^image\/(jpeg|\*)$/.test(type));
  const take = ({ target }: { target: HTMLInputElement }) => {
    list.add(target.files ?? []);
    // So that the same file can be chosen once more.
    target.value = '';
  };
  return (
    <>
      {children({
        choose: () => any.current?.click(),
        photograph: takesPhotos ? () => camera.current?.click() : null,
      })}
      <input
        ref={any}
        type="file"
        multiple
        hidden
        aria-labelledby={labelledBy}
        accept={acceptOf(accept)}
        data-testid="file-input"
        onChange={take}
      />
      {takesPhotos ? (
        <input
          ref={camera}
          type="file"
          hidden
          accept="image/*"
          capture="environment"
          data-testid="camera-input"
          onChange={take}
        />
      ) : null}
    </>
  );
}
