/**
 * `/widget.js`: takes what was called before it had loaded, and puts the widget on the page. It
 * leaves one name on the page, `Frontdesk`.
 */
import { optionsAt } from './config';
import type { BootOptions, EventListener, EventName, FrontdeskCommand, Identity } from './types';
import { Widget } from './widget';

start(document.currentScript as HTMLScriptElement | null);

function start(script: HTMLScriptElement | null): void {
  const before = window.Frontdesk;
  // Loaded twice: the first one goes on.
  if (before && !before.q && before.length > 0) return;
  const desk = new URL(script?.src || location.href).origin;
  const widget = new Widget(desk, optionsAt(script));
  const command = (name: string, ...args: unknown[]) => run(widget, name, args);
  window.Frontdesk = command as FrontdeskCommand;
  const calls = before?.q ?? [];
  const boots = calls.some(([name]) => name === 'boot');
  if (!boots && script?.dataset.boot !== 'manual') widget.boot();
  // A boot goes first, since the others need what it begins.
  const [first, rest] = [
    calls.filter(([name]) => name === 'boot'),
    calls.filter(([name]) => name !== 'boot'),
  ];
  for (const [name, ...args] of [...first, ...rest]) run(widget, String(name), args);
}

function run(widget: Widget, name: string, args: readonly unknown[]): void {
  const [first, second] = args;
  switch (name) {
    case 'boot':
      widget.boot(first as BootOptions | undefined);
      break;
    case 'update':
      widget.update((first ?? {}) as BootOptions);
      break;
    case 'show':
      widget.show();
      break;
    case 'hide':
      widget.hide();
      break;
    case 'toggle':
      widget.toggle();
      break;
    case 'open':
      open(widget, first, second);
      break;
    case 'identify':
      widget.identify(first as Identity);
      break;
    case 'logout':
      widget.logout();
      break;
    case 'shutdown':
      widget.shutdown();
      break;
    case 'on':
      widget.events.on(first as EventName, second as EventListener<EventName>);
      break;
    case 'off':
      widget.events.off(first as EventName, second as EventListener<EventName>);
      break;
    default:
      console.warn(`Frontdesk: there is no command “${name}”.`);
  }
}

function open(widget: Widget, what: unknown, which: unknown): void {
  if (what === 'new') widget.show({ at: 'new', message: which === undefined ? '' : String(which) });
  else if (what === 'article' || what === 'conversation')
    widget.show({ at: what, id: String(which) });
  else console.warn('Frontdesk: open takes “article”, “conversation” or “new”.');
}
