/** Deutsch. */
import { pluralOf } from '../../i18n/numbers';
import type en from './en';

const plural = pluralOf('de');

const de: typeof en = {
  documentation: 'Dokumentation',
  lead: 'Wie man mit Frontdesk arbeitet, darauf aufbaut und es betreibt.',
  skip: 'Zur Seite springen',
  contents: 'Inhalt',
  onThisPage: 'Auf dieser Seite',
  search: 'Dokumentation durchsuchen',
  nothingFound: 'Kein Titel, keine Überschrift und keine Operation hat alle diese Wörter.',
  pages: 'Seiten',
  operations: 'Operationen',
  toHelpCentre: 'Hilfe',
  toConsole: 'Konsole',
  previous: 'Zurück',
  next: 'Weiter',
  noPage: 'Diese Seite gibt es nicht',
  noPageText: 'Vielleicht heißt sie jetzt anders. Suche und Inhalt kennen alle Seiten.',
  toContents: 'Zur Übersicht',
  sections: {
    agents: 'Für das Team',
    customers: 'Für Kundinnen und Kunden',
    admins: 'Für die Verwaltung',
    developers: 'Für die Entwicklung',
    concepts: 'Begriffe',
    operations: 'Frontdesk betreiben',
    api: 'API-Referenz',
  },
  about: {
    agents: 'Antworten, zuweisen, Textbausteine, zurückstellen, zusammenführen.',
    customers: 'Antworten finden, schreiben, chatten und verfolgen, was daraus wird.',
    admins: 'Teams und Zeiten, Kanäle, Suche, Moderation.',
    developers: 'Das Widget, das React-Paket, REST und Sockets.',
    concepts: 'Was ein Gespräch ist, wer es bekommt und warum nichts verloren geht.',
    operations: 'Einrichten, einstellen, beobachten und sichern.',
    api: 'Jede Operation der REST-Schnittstelle, mit Beispielen.',
  },
  operationCount: (count) => plural(count, { one: '# Operation', other: '# Operationen' }),
  apiLead:
    'Alles unter einem Präfix, in JSON, mit einem Bearer-Token. Dieselbe Beschreibung als Datei und als eine schlichte Seite mit den Ereignissen der Sockets:',
  plainPage: 'Eine schlichte Seite',
  errorCodes: 'Fehlercodes',
  parameters: 'Parameter',
  name: 'Name',
  place: 'In',
  type: 'Typ',
  meaning: 'Bedeutung',
  required: 'Pflicht',
  body: 'Rumpf',
  answers: 'Antworten',
  status: 'Status',
  example: 'Beispiel',
  fieldsOf: (type) => `Felder von ${type}`,
  copy: 'Kopieren',
  copied: 'Kopiert',
  copyExample: 'Beispiel kopieren',
  access: {
    needed: 'Braucht ein Token',
    optional: 'Ein Token darf mitgeschickt werden',
    none: 'Für alle',
  },
};

export default de;
