// The line to the server, which members with channels share. Here is where socket.io comes in.

import type { Member, MemberKind } from '../member';
import { Connection } from '../socket';
import { SharedConnection } from '../tabs/shared-connection';

export const line: MemberKind<SharedConnection> = ({ url, token }): Member<SharedConnection> => {
  const value = new SharedConnection(() => new Connection(url, token), token);
  return {
    value,
    enter: (group) => value.enter(group),
    renew: () => value.renew(),
    close: () => value.close(),
  };
};
