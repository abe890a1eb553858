/** Which screen is shown, in which language and colours, and what the launcher says to it. */
import type { DeskConfig, WidgetConfig } from '@frontdesk/client';
import { FrontdeskProvider, useSnapshot } from '@frontdesk/react';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { english, wordsFor } from '../i18n/catalogue';
import type { Words } from '../i18n/words';
import { languageFor } from '../language';
import type { Choices, Place, ToFrame, ToLauncher } from '../protocol';
import { ArticleScreen } from './article-screen';
import { ChatScreen } from './chat-screen';
import { ChatWatch } from './chat-watch';
import { type Screen, type Surroundings, SurroundingsContext } from './context';
import { ConversationScreen } from './conversation-screen';
import { dress } from './dress';
import { focusScreen } from './focus';
import { HistoryScreen } from './history-screen';
import { HomeScreen } from './home-screen';
import { NewScreen } from './new-screen';
import type { Session } from './session';

export interface AppProps {
  session: Session;
  tell: (message: ToLauncher) => void;
  /** Called once, with who hears what the launcher says. */
  listen: (listener: (message: ToFrame) => void) => void;
}

interface Ground {
  words: Words;
  config: WidgetConfig;
  desk: DeskConfig;
}

const HOME: readonly Screen[] = [{ name: 'home' }];

export function App({ session, tell, listen }: AppProps) {
  const person = useSnapshot(session);
  const [choices, setChoices] = useState<Choices | null>(null);
  const [view, setView] = useState({ visible: false, full: false });
  const [screens, setScreens] = useState(HOME);
  const [ground, failed, retry] = useGround(session, choices);
  const screen = screens.at(-1) ?? { name: 'home' };

  const go = useCallback((next: Screen) => setScreens((before) => [...before, next]), []);
  const back = useCallback(
    () => setScreens((before) => (before.length > 1 ? before.slice(0, -1) : HOME)),
    [],
  );
  const home = useCallback(() => setScreens(HOME), []);

  const hasBegun = useRef(false);
  useEffect(() => {
    listen((message) => {
      switch (message.type) {
        case 'boot':
          setChoices(message.choices);
          if (!hasBegun.current) session.begin(message.identified, message.visitor);
          hasBegun.current = true;
          break;
        case 'visible':
          setView({ visible: message.visible, full: message.full });
          break;
        case 'open':
          setScreens([...HOME, ...screensAt(message.place)]);
          break;
        case 'identify':
          session.identify();
          setScreens(HOME);
          break;
        case 'logout':
          session.forget();
          setScreens(HOME);
          break;
        case 'focus':
          focusScreen(message.at);
          break;
        default:
      }
    });
  }, [listen, session]);

  const isReady = ground !== null || failed;
  useEffect(() => {
    if (isReady) tell({ type: 'ready' });
  }, [isReady, tell]);

  // Another screen, or the panel opens: one begins at its beginning. Under a keyboard that covers
  // half the screen nobody wants to begin.
  const { visible, full } = view;
  useEffect(() => {
    if (visible && isReady) focusScreen(full ? 'title' : 'field');
  }, [visible, isReady, full, screens.length, screen.name]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) tell({ type: 'close' });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [tell]);

  const surroundings = useMemo<Surroundings | null>(
    () => ground && { ...ground, session, person, visible, go, back, home, tell },
    [ground, session, person, visible, go, back, home, tell],
  );

  if (failed && !surroundings) return <Failed onRetry={retry} />;
  if (!surroundings) return null;
  return (
    <FrontdeskProvider client={session.client}>
      <SurroundingsContext.Provider value={surroundings}>
        {person.who === 'nobody' ? null : <ChatWatch isAtChat={screen.name === 'chat'} />}
        <ScreenOf key={screens.length} screen={screen} />
      </SurroundingsContext.Provider>
    </FrontdeskProvider>
  );
}

function ScreenOf({ screen }: { screen: Screen }) {
  switch (screen.name) {
    case 'home':
      return <HomeScreen />;
    case 'article':
      return <ArticleScreen key={screen.id} id={screen.id} />;
    case 'new':
      return <NewScreen message={screen.message} />;
    case 'chat':
      return <ChatScreen />;
    case 'history':
      return <HistoryScreen />;
    case 'conversation':
      return <ConversationScreen key={screen.id} id={screen.id} />;
  }
}

function screensAt(place: Place): readonly Screen[] {
  switch (place.at) {
    case 'home':
      return [];
    case 'new':
      return [{ name: 'new', message: place.message ?? '' }];
    case 'article':
      return [{ name: 'article', id: place.id }];
    case 'conversation':
      return [{ name: 'conversation', id: place.id }];
  }
}

/** The words, and what the desk says of itself; fetched when the language or the colours are known. */
function useGround(
  session: Session,
  choices: Choices | null,
): [Ground | null, failed: boolean, retry: () => void] {
  const [ground, setGround] = useState<Ground | null>(null);
  const [failed, setFailed] = useState(false);
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (choices === null) return;
    let isGone = false;
    const { api } = session.client;
    Promise.all([api.widget.config(), api.config.get()])
      .then(async ([config, desk]) => {
        const language = languageFor([
          choices.language,
          config.language,
          ...globalThis.navigator.languages,
        ]);
        const words = await wordsFor(language);
        if (isGone) return;
        dress(config, choices, language);
        setGround({ words, config, desk });
        setFailed(false);
      })
      .catch(() => !isGone && setFailed(true));
    return () => {
      isGone = true;
    };
  }, [session, choices, round]);
  return [ground, failed, () => setRound((count) => count + 1)];
}

function Failed({ onRetry }: { onRetry: () => void }) {
  return (
    <main className="screen middle">
      <p>{english.errors.offline}</p>
      <button type="button" className="button primary" onClick={onRetry}>
        {english.retry}
      </button>
    </main>
  );
}
