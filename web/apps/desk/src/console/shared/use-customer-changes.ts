// What staff changes about a customer: very important or not, blocked or not.

import type { PersonProfile } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { errorMessage, useToast } from '../../ui';
import { keys } from './queries';

export function useCustomerChanges(userId: string, name: string) {
  const { api } = useFrontdesk();
  const queries = useQueryClient();
  const toast = useToast();
  const put = (person: PersonProfile) => {
    queries.setQueryData(keys.person(userId), person);
    void queries.invalidateQueries({ queryKey: keys.blocked });
  };

  const vip = useMutation({
    mutationFn: (isVip: boolean) => api.people.update(userId, { isVip }),
    onSuccess: (person) => {
      put(person);
      toast({ title: person.isVip ? `${name} is a VIP now` : `${name} is no longer a VIP` });
    },
    onError: (error) =>
      toast({ title: 'The mark was not changed', text: errorMessage(error), tone: 'danger' }),
  });
  const block = useMutation({
    mutationFn: (reason: string) => api.people.block(userId, reason),
    onSuccess: (person) => {
      put(person);
      toast({ title: `${name} is blocked` });
    },
  });
  const unblock = useMutation({
    mutationFn: () => api.people.unblock(userId),
    onSuccess: (person) => {
      put(person);
      toast({ title: `${name} may write again`, tone: 'success' });
    },
    onError: (error) =>
      toast({ title: `${name} is still blocked`, text: errorMessage(error), tone: 'danger' }),
  });
  return { vip, block, unblock };
}
