// @vitest-environment node
import { createClient } from '@frontdesk/client';
import { liveChat } from '@frontdesk/client/live-chat';
import type { ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, it } from 'vitest';
import * as all from '.';

const file = { cid: 'c', name: 'a.png', size: 1, type: 'image/png', url: '/ipfs/c' } as never;

/** Every hook of the package, as a page would call it. */
const HOOKS: Record<string, () => unknown> = {
  useAgentDesk: all.useAgentDesk,
  useArticle: () => all.useArticle('how'),
  useArticlePages: all.useArticlePages,
  useAsTyped: () => all.useAsTyped('text', async () => null),
  useAttachment: () => all.useAttachment(file),
  useChatAvailability: all.useChatAvailability,
  useChime: () => all.useChime(null),
  useCombobox: () =>
    all.useCombobox({
      label: 'Search',
      value: '',
      onChange: () => {},
      options: [],
      hasPopup: false,
      onChoose: () => false,
    }),
  useContactForm: () => all.useContactForm({ words: all.english.contact }),
  useCreateTicket: all.useCreateTicket,
  useFAQ: all.useFAQ,
  useFaqSearch: () => all.useFaqSearch({ label: 'Search', onOpen: () => {} }),
  useFileUpload: all.useFileUpload,
  useFrontdesk: all.useFrontdesk,
  useLiveChat: all.useLiveChat,
  useLiveChatPanel: all.useLiveChatPanel,
  useMember: () => all.useMember(liveChat),
  useMessages: all.useMessages,
  useNotificationPreferences: all.useNotificationPreferences,
  useNotifications: all.useNotifications,
  usePreChatForm: all.usePreChatForm,
  usePrefetch: all.usePrefetch,
  usePush: all.usePush,
  useSearch: () => all.useSearch({ q: 'brakes' }),
  useSearchSuggestions: () => all.useSearchSuggestions('brakes'),
  useSnapshot: () => all.useSnapshot({ subscribe: () => () => {}, getSnapshot: () => 'the same' }),
  useSupportTickets: all.useSupportTickets,
  useTicketPages: all.useTicketPages,
  useUploadList: () => all.useUploadList('place'),
};

/** Every component of the package. */
const COMPONENTS: Record<string, () => ReactNode> = {
  ContactForm: () => <all.ContactForm />,
  FaqSearch: () => <all.FaqSearch />,
  FrontdeskProvider: () => (
    <all.FrontdeskProvider client={createClient({ url: 'https://desk.example', token: null })} />
  ),
  LiveChat: () => <all.LiveChat />,
  MessagesProvider: () => <all.MessagesProvider messages={{}} />,
  NotificationBell: () => <all.NotificationBell />,
  TicketList: () => <all.TicketList />,
};

function Calls({ hook }: { hook: () => unknown }) {
  hook();
  return 'done';
}

const exported = Object.entries(all)
  .filter(([, value]) => typeof value === 'function')
  .map(([name]) => name);

it('knows every hook and component there is', () => {
  expect(exported.filter((name) => /^use[A-Z]/.test(name)).sort()).toEqual(
    Object.keys(HOOKS).sort(),
  );
  expect(exported.filter((name) => /^[A-Z]/.test(name)).sort()).toEqual(
    Object.keys(COMPONENTS).sort(),
  );
});

it.each(Object.entries(HOOKS))('%s runs on a server', (_name, hook) => {
  expect(globalThis.window).toBeUndefined();
  expect(renderToString(<Calls hook={hook} />)).toBe('done');
});

it.each(Object.entries(COMPONENTS))('%s renders on a server', (_name, component) => {
  expect(() => renderToString(component())).not.toThrow();
});
