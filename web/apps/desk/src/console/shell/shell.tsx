// The frame of the console: the rail, the line's state, the page, and what holds on every page
// (live data, the document's title, shortcuts).

import type { DeskNotification, WaitingSession } from '@frontdesk/client';
import { NotificationBell, useAgentDesk, useChime, useSnapshot } from '@frontdesk/react';
import '@frontdesk/react/styles/bell.css';
import {
  BellRing,
  BookOpenText,
  Compass,
  Keyboard,
  LogOut,
  Search,
  Undo2,
  Volume2,
  VolumeX,
} from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { NotificationLine } from '../../notifications/notification-line';
import { ThemeToggle } from '../../session';
import { Avatar, errorMessage, IconButton, Menu, setTitle, useToast } from '../../ui';
import { inQueueOrder, unreadOf } from '../chats/queue';
import { useInboxCounts } from '../inbox/queries';
import { focusFirst, moveInList } from '../keyboard/list-focus';
import { useShortcuts } from '../keyboard/use-shortcuts';
import { focusListSearch, SearchDialog, useSearchChord } from '../search/search-dialog';
import { useConsole } from '../shared/console-context';
import { useLiveRefresh } from '../shared/live-refresh';
import { BASE, paths } from '../shared/paths';
import { restTime } from '../shared/rest-time';
import type { TourName } from '../tour/steps';
import { useTours } from '../tour/tour-host';
import { ConnectionBanner } from './connection-banner';
import { HeldBar } from './held-bar';
import { Rail } from './rail';
import styles from './shell.module.css';
import { ShortcutsDialog } from './shortcuts-dialog';
import { StatusSwitch } from './status-switch';
import { titleOf } from './title';

const RestTimeDialog = lazy(async () => ({
  default: (await import('./rest-time-dialog')).RestTimeDialog,
}));

export function Shell({ children }: { children: ReactNode }) {
  const { me, signOut, config } = useConsole();
  const { desk, connection, waiting, offers, sessions, threads, pendingReviews } = useAgentDesk();
  const [help, setHelp] = useState(false);
  const [searching, setSearching] = useState(false);
  useSearchChord(() => setSearching(true));
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const toast = useToast();
  useLiveRefresh(connection.status);

  const tours = useTours(me);
  const counts = useInboxCounts();

  const unread = sessions.map((session) => unreadOf(session, threads[session.id]));
  const first = inQueueOrder(waiting, offers)[0];
  const offered = waiting.find((session) => offers.includes(session.id));
  const title = titleOf({
    page: pageName(pathname),
    site: config.name,
    offered: offered?.userName ?? null,
    waiting: waiting.length,
    unassigned: counts.data?.unassigned ?? 0,
    unread: unread.reduce((sum, count) => sum + count, 0),
  });
  useEffect(() => {
    setTitle(title);
  }, [title]);

  useShortcuts({
    next: () => moveInList(1),
    previous: () => moveInList(-1),
    compose: () => {
      focusFirst('[data-composer] textarea');
    },
    inbox: () => navigate(paths.view('mine')),
    unassigned: () => navigate(paths.view('unassigned')),
    articles: () => navigate(paths.articles),
    reviews: () => navigate(paths.reviews),
    search: () => {
      if (!focusListSearch()) setSearching(true);
    },
    help: () => setHelp(true),
    accept: () => {
      if (!first) {
        toast({ title: 'Nobody is waiting' });
        return;
      }
      desk.accept(first.id).then(
        () => navigate(paths.chat(first.id)),
        (error) =>
          toast({
            title: `${first.userName}’s chat could not be accepted`,
            text: errorMessage(error),
            tone: 'danger',
          }),
      );
    },
  });

  const openNotification = ({ data }: DeskNotification) => {
    if (data.ticketId) navigate(paths.ticket(data.ticketId));
    else if (data.sessionId) navigate(paths.chat(data.sessionId));
  };

  return (
    <div className={styles.shell}>
      <a className={styles.skip} href="#console-page">
        Skip to the page
      </a>
      <div className={styles.rail}>
        <div className={styles.top}>
          <StatusSwitch />
          <div className={styles.tools}>
            <Tools
              me={me}
              onOpen={openNotification}
              onHelp={() => setHelp(true)}
              onSearch={() => setSearching(true)}
              onTour={tours.start}
              {...{ signOut }}
            />
          </div>
        </div>
        <Rail
          waiting={waiting.length}
          unread={unread.filter((count) => count > 0).length}
          mine={counts.data?.mine ?? 0}
          reviews={pendingReviews ?? 0}
          isAdmin={me.role === 'admin'}
        />
      </div>
      <div className={styles.banner}>
        <ConnectionBanner connection={connection} onSignIn={signOut} />
      </div>
      <main className={styles.page} id="console-page" tabIndex={-1}>
        {children}
      </main>
      <HeldBar />
      <OfferAnnouncer offered={offered} />
      <ShortcutsDialog open={help} onOpenChange={setHelp} />
      <SearchDialog open={searching} onOpenChange={setSearching} />
      {tours.element}
    </div>
  );
}

interface ToolsProps {
  me: { name: string; email?: string | null; role: string };
  onOpen: (notification: DeskNotification) => void;
  onHelp: () => void;
  onSearch: () => void;
  onTour: (tour: TourName) => void;
  signOut: () => void;
}

function Tools({ me, onOpen, onHelp, onSearch, onTour, signOut }: ToolsProps) {
  const { desk } = useAgentDesk();
  const navigate = useNavigate();
  const sound = useChime(desk);
  const { seconds } = useSnapshot(restTime);
  const [resting, setResting] = useState<boolean | null>(null);
  return (
    <>
      <IconButton
        data-tour="search"
        label="Search everything (Ctrl+K)"
        icon={<Search size={19} aria-hidden />}
        onClick={onSearch}
      />
      <NotificationLine />
      <NotificationBell
        align="start"
        onOpen={onOpen}
        onSettings={() => navigate(paths.setting('notifications'))}
      />
      <ThemeToggle />
      <Menu
        align="start"
        trigger={
          <button type="button" className={styles.account} title="Your account" data-tour="account">
            <Avatar name={me.name} size={30} />
            <span className="visually-hidden">Account of {me.name}</span>
          </button>
        }
        entries={[
          { heading: me.email ? `${me.name} · ${me.email}` : me.name },
          'separator',
          {
            label: sound.enabled ? 'Turn the sound off' : 'Turn the sound on',
            icon: sound.enabled ? (
              <VolumeX size={16} aria-hidden />
            ) : (
              <Volume2 size={16} aria-hidden />
            ),
            onSelect: () => sound.setEnabled(!sound.enabled),
          },
          {
            label: seconds > 0 ? `Undo send: ${seconds} seconds…` : 'Undo send: off…',
            icon: <Undo2 size={16} aria-hidden />,
            onSelect: () => setResting(true),
          },
          {
            label: 'My notifications',
            icon: <BellRing size={16} aria-hidden />,
            onSelect: () => navigate(paths.setting('notifications')),
          },
          {
            label: 'Keyboard shortcuts',
            icon: <Keyboard size={16} aria-hidden />,
            onSelect: onHelp,
          },
          {
            label: 'Documentation',
            icon: <BookOpenText size={16} aria-hidden />,
            onSelect: () => window.open('/docs', '_blank', 'noopener'),
          },
          {
            label: 'Tour for agents',
            icon: <Compass size={16} aria-hidden />,
            onSelect: () => onTour('agent'),
          },
          ...(me.role === 'admin'
            ? [
                {
                  label: 'Tour for admins',
                  icon: <Compass size={16} aria-hidden />,
                  onSelect: () => onTour('admin'),
                },
              ]
            : []),
          { label: 'Sign out', icon: <LogOut size={16} aria-hidden />, onSelect: signOut },
        ]}
      />
      {resting === null ? null : (
        <Suspense fallback={null}>
          <RestTimeDialog open={resting} onOpenChange={setResting} />
        </Suspense>
      )}
    </>
  );
}

/** Tells a screen reader of an offer, once. */
function OfferAnnouncer({ offered }: { offered: WaitingSession | undefined }) {
  return (
    <p className="visually-hidden" role="status">
      {offered ? `${offered.userName} is waiting and is offered to you. Press w to accept.` : ''}
    </p>
  );
}

function pageName(pathname: string): string {
  const section = pathname.slice(BASE.length + 1).split('/')[0] ?? '';
  return PAGE_NAMES[section] ?? 'Console';
}

const PAGE_NAMES: Record<string, string> = {
  inbox: 'Inbox',
  articles: 'Articles',
  review: 'Review',
  announcements: 'Announcements',
  search: 'Search',
  settings: 'Settings',
};
