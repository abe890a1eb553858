/** Deutsch. */
import type en from './en';

const de: typeof en = {
  newHere: 'Neu hier?',
  invitation: 'Ein Rundgang von zwei Minuten zeigt Ihnen die wichtigsten Stellen.',
  take: 'Rundgang beginnen',
  notNow: 'Jetzt nicht',
  leave: 'Rundgang verlassen',
  back: 'Zurück',
  next: 'Weiter',
  done: 'Fertig',
  stepOf: (number, count) => `${number} von ${count}`,
  steps: {
    status: {
      title: 'Sagen Sie, dass Sie da sind',
      text: 'Neue Chats werden Ihnen angeboten, solange hier „Verfügbar“ steht. „Beschäftigt“ behält, was Sie haben, und nimmt nichts Neues an.',
    },
    inbox: {
      title: 'Was auf Sie wartet',
      text: 'Chats und Tickets stehen in einem Eingang. Die Zahl sagt, wie viel jemanden braucht. Öffnen Sie ihn, um weiterzugehen.',
    },
    list: {
      title: 'Ein Gespräch öffnen',
      text: 'Wählen Sie eines, oder drücken Sie j und dann Enter. Wartende Chats stehen oben; w nimmt einen an.',
    },
    compose: {
      title: 'Antworten',
      text: 'Schreiben Sie hier. n macht daraus eine interne Notiz, / am Anfang fügt einen Textbaustein ein, Strg+Enter sendet.',
    },
    search: {
      title: 'Alles finden',
      text: 'Gespräche, Artikel und Menschen, auch mit Tippfehlern. Strg+K führt von überall hierher.',
    },
    keys: {
      title: 'Die Tasten',
      text: 'Drücken Sie jederzeit ? für die Liste aller Tasten. Dort lassen sie sich auch abschalten.',
    },
    account: {
      title: 'Und wenn Sie es wieder brauchen',
      text: 'Hinter Ihren Initialen sind dieser Rundgang, die Dokumentation und Ihre Benachrichtigungen. Das ist alles: willkommen.',
    },
    settings: {
      title: 'Einstellungen',
      text: 'Was hier gilt, gilt sofort für alle. Öffnen Sie sie, um weiterzugehen.',
    },
    setUp: {
      title: 'Was noch zu tun ist',
      text: 'Diese Liste liest, was wirklich da ist, und führt an jede Stelle. Öffnen Sie sie.',
    },
    teams: {
      title: 'Teams',
      text: 'Ein Team ist eine eigene Schlange: wer dazugehört, was sie können und wer aushilft. Öffnen Sie es.',
    },
    hours: {
      title: 'Öffnungszeiten',
      text: 'Solange keine gesetzt sind, gilt immer als geöffnet. Öffnen Sie sie.',
    },
    widget: {
      title: 'Das Widget',
      text: 'Ihre Farbe, Ihr Logo und die eine Zeile HTML für Ihre eigene Seite. Öffnen Sie es.',
    },
    articles: {
      title: 'Artikel',
      text: 'Die meisten Fragen kommen zweimal. Schreiben Sie die Antwort einmal, und sie wird angeboten, bevor jemand fragt.',
    },
    end: {
      title: 'Das ist alles',
      text: 'Hinter Ihren Initialen sind dieser Rundgang, der für das Team und die Dokumentation.',
    },
  },
};

export default de;
