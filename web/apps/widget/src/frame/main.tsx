/** The page in the frame: begins when the launcher has said what it is to be. */
import { createRoot } from 'react-dom/client';
import type { ToFrame } from '../protocol';
import { App } from './app';
import { Bridge } from './bridge';
import { Session } from './session';
import './frame.css';

const bridge = new Bridge();
const session = new Session(bridge);
const element = document.getElementById('app');
/** Messages that came before the app listens. */
const early: ToFrame[] = [];
let hear = (message: ToFrame): void => void early.push(message);

bridge.open((message) => hear(message));
if (element) {
  createRoot(element).render(
    <App
      session={session}
      tell={(message) => bridge.say(message)}
      listen={(listener) => {
        hear = listener;
        for (const message of early.splice(0)) listener(message);
      }}
    />,
  );
}
