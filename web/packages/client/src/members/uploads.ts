// Files on their way to the server as a member of a client.

import type { MemberKind } from '../member';
import { Uploads } from '../uploads';
import { indexedDbUploads } from '../uploads/kept-uploads';

export {
  type UploadManyOptions,
  type UploadOptions,
  type UploadProgress,
  Uploads,
} from '../uploads';
export { indexedDbUploads, type KeptUpload, type UploadStorage } from '../uploads/kept-uploads';
export { type UploadItem, UploadList, type UploadListSnapshot } from '../uploads/upload-list';
export type { UploadSnapshot, UploadState } from '../uploads/upload-task';

export const uploads: MemberKind<Uploads> = ({ url, http, token, api, options, scope }) => {
  const { uploadStorage: storage = indexedDbUploads() } = options;
  const value = new Uploads(
    http,
    token,
    () => api.config.get(),
    async () => {
      const { person } = await scope();
      if (person === null || storage === null) return null;
      return { storage, owner: `${url}|${person}` };
    },
  );
  const forget = () => value.forget();
  return { value, forget, close: forget };
};
