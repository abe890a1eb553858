// The sound for what arrives as a member of a client.

import { Chime } from '../chime';
import type { MemberKind } from '../member';
import { attention } from './attention';

export { Chime, type ChimeSnapshot, type ChimeSource } from '../chime';

export const chime: MemberKind<Chime> = ({ storage, member }) => {
  const value = new Chime(storage, member(attention));
  return { value, close: () => value.close() };
};
