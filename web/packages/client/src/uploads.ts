// (Signatures; the bodies follow.)
import type { Attachment } from './types';

export interface UploadProgress {
  /** Bytes sent of this file. */
  loaded: number;
  total: number;
  /** 0 to 1; 1 only when the server has stored the file. */
  fraction: number;
}

export interface UploadOptions {
  onProgress?: (progress: UploadProgress) => void;
  signal?: AbortSignal;
}

export interface UploadManyOptions {
  onProgress?: (progress: UploadProgress, file: File, index: number) => void;
  signal?: AbortSignal;
}

export declare class Uploads {
  /** What is wrong with the file by the operator's limits, or null. */
  check(file: File): Promise<string | null>;
  uploadFile(file: File, options?: UploadOptions): Promise<Attachment>;
  /** Several at once; the results stand in the order of the files. Fails with the first failure, and stops the rest. */
  uploadMultiple(files: readonly File[], options?: UploadManyOptions): Promise<Attachment[]>;
}
