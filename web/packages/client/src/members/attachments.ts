// What has become known of files since the lists that show them were read, as a member of a client.

import { Attachments } from '../attachments';
import type { MemberKind } from '../member';
import { line } from './line';

export { Attachments, type AttachmentsSnapshot, hasEnded } from '../attachments';

export const attachments: MemberKind<Attachments> = ({ api, member }) => {
  const value = new Attachments(
    ['/', '/chat/user', '/chat/agent'].map((name) => member(line).channel(name)),
    (cids) => api.files.get(cids),
  );
  const forget = () => value.forget();
  return { value, forget, close: forget };
};
