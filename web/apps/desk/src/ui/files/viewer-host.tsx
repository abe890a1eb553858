/** Around a conversation: its files can be looked at one after the other in a viewer. */
import type { Attachment } from '@frontdesk/client';
import {
  createContext,
  lazy,
  type ReactNode,
  Suspense,
  useCallback,
  useContext,
  useMemo,
  useState,
} from 'react';
import { ErrorBoundary } from '../error-boundary';

interface Viewer {
  open(cid: string): void;
}

const ViewerContext = createContext<Viewer | null>(null);

/** The viewer around, if there is one. */
export function useFileViewer(): Viewer | null {
  return useContext(ViewerContext);
}

const FileViewer = lazy(() => import('./file-viewer'));

export interface FileViewerHostProps {
  /** In the order in which one leads to the next. */
  files: readonly Attachment[];
  children: ReactNode;
}

export function FileViewerHost({ files, children }: FileViewerHostProps) {
  const [cid, setCid] = useState<string | null>(null);
  const viewer = useMemo(() => ({ open: setCid }), []);
  const close = useCallback(() => setCid(null), []);
  return (
    <ViewerContext value={viewer}>
      {children}
      {cid === null ? null : (
        <ErrorBoundary resetKey={cid}>
          <Suspense>
            <FileViewer files={files} cid={cid} onMove={setCid} onClose={close} />
          </Suspense>
        </ErrorBoundary>
      )}
    </ViewerContext>
  );
}
