// What the person looks at, which several members ask for.

import type { MemberKind } from '../member';
import { Attention } from '../tabs/attention';

export const attention: MemberKind<Attention> = () => {
  const value = new Attention();
  return { value, enter: (group) => value.enter(group), close: () => value.close() };
};
