/** German: addresses people as “Sie”; gender-neutral where it reads well. */
import { number, percent, pluralOf } from '../../i18n/numbers';
import type en from './en';

const plural = pluralOf('de');
const files = (count: number) => plural(count, { one: '# Datei', other: '# Dateien' });

const de: typeof en = {
  cancel: 'Abbrechen',
  close: 'Schließen',
  dismiss: 'Ausblenden',
  discard: 'Verwerfen',
  loading: 'Wird geladen',
  optional: '(optional)',
  send: 'Senden',
  showMore: 'Mehr anzeigen',
  tryAgain: 'Erneut versuchen',
  you: 'Sie',
  language: 'Sprache',
  languageNotThere: 'Die Sprache konnte nicht geändert werden',
  copyLink: 'Link zu diesem Abschnitt kopieren',
  linkTo: 'Link zu:',
  linkCopied: 'Der Link wurde kopiert',
  asATable: 'Als Tabelle',
  table: 'Tabelle',
  most: (value, at) => `höchster Wert: ${value}, ${at}`,
  toasts: 'Meldungen ({hotkey})',

  today: 'Heute',
  yesterday: 'Gestern',
  bytes: (count) => `${count} B`,
  lessThanAMinute: 'weniger als eine Minute',
  aboutMinutes: (count) => plural(count, { one: 'etwa eine Minute', other: 'etwa # Minuten' }),
  aboutHours: (count) => plural(count, { one: 'etwa eine Stunde', other: 'etwa # Stunden' }),

  didNotLoad: 'Das konnte nicht geladen werden',
  pageNotShown: 'Diese Seite konnte nicht angezeigt werden',
  pageNotShownWhy:
    'Vielleicht ist die Verbindung unterbrochen, oder es gibt eine neuere Version dieser App.',
  loadItAgain: 'Neu laden',
  noServer:
    'Der Server ist nicht erreichbar. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
  wentWrong: 'Etwas ist schiefgegangen. Bitte versuchen Sie es erneut.',
  clientErrors: {
    offline:
      'Der Support ist nicht erreichbar. Bitte prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
    timeout: 'Der Support hat nicht rechtzeitig geantwortet.',
    aborted: 'Abgebrochen.',
    'too-large': 'Die Datei ist zu groß. Bitte wählen Sie eine kleinere Datei.',
    'unsupported-type': 'Dateien dieser Art werden nicht angenommen.',
  },

  status: {
    open: 'Offen',
    'in-progress': 'In Bearbeitung',
    resolved: 'Gelöst',
    closed: 'Geschlossen',
    waiting: 'Wartet',
    active: 'Aktiv',
    available: 'Verfügbar',
    busy: 'Beschäftigt',
    away: 'Abwesend',
    offline: 'Offline',
  },
  priority: { low: 'Niedrig', medium: 'Mittel', high: 'Hoch', urgent: 'Dringend' },

  messageState: {
    queued: 'Wartet auf den Versand',
    sending: 'Wird gesendet …',
    held: 'Wird geprüft',
    sent: 'Gesendet',
    delivered: 'Zugestellt',
    seen: 'Gelesen',
  },
  messageHint: {
    queued: 'Auf diesem Gerät gespeichert; wird gesendet, sobald eine Verbindung besteht',
    sending: 'Unterwegs',
    held: 'Angekommen; wird angesehen, bevor die Nachricht im Chat erscheint',
    sent: 'Beim Support angekommen',
    delivered: 'Auf der anderen Seite angekommen',
    seen: 'Die Nachricht wurde gelesen',
  },

  isTyping: (name) => `${name} schreibt`,
  earlierMessages: (count) =>
    plural(count, { one: '# frühere Nachricht', other: '# frühere Nachrichten' }),
  newMessages: 'Neue Nachrichten',
  internalNote: 'Interne Notiz',
  notSent: 'Nicht gesendet.',

  filesToSend: 'Dateien zum Senden',
  attachFiles: 'Dateien anhängen',
  takeAPhoto: 'Foto aufnehmen',
  fileFailedMend: 'Eine Datei ist fehlgeschlagen: erneut versuchen oder entfernen',
  goesWithFiles: 'Wird gesendet, sobald die Dateien hochgeladen sind',
  dontSendYet: 'Noch nicht senden',
  tooMany: (count) => plural(count, { one: '# Zeichen zu viel', other: '# Zeichen zu viel' }),
  charsLeft: (count) => plural(count, { one: 'noch # Zeichen', other: 'noch # Zeichen' }),
  found: (count) => plural(count, { one: '# Treffer', other: '# Treffer' }),
  suggestions: (count) =>
    plural(count, {
      one: '# Vorschlag, mit den Pfeiltasten erreichbar.',
      other: '# Vorschläge, mit den Pfeiltasten erreichbar.',
    }),
  clearTheSearch: 'Suche leeren',

  attachments: 'Anhänge',
  chooseFiles: (strong) => <>{strong('Dateien auswählen')} oder hier ablegen</>,
  fileKinds: 'Bilder, PDF oder Text',
  fileKindsUpTo: (size) => `Bilder, PDF oder Text, jeweils bis ${size}`,
  files: 'Dateien',
  scanPending: 'Wird auf Viren geprüft',
  scanInfected: 'Gesperrt: Es wurde ein Virus gefunden',
  scanDeleted: 'Gelöscht',
  openingTheFile: 'Datei wird geöffnet',
  openingThePdf: 'PDF wird geöffnet',
  previousFile: 'Vorherige Datei',
  nextFile: 'Nächste Datei',
  fileOf: (place, count) => `${number(place)} von ${number(count)}`,
  zoomOut: 'Verkleinern',
  zoomIn: 'Vergrößern',
  zoomFit: (zoom) => `Zoom ${percent(zoom)}, an das Fenster anpassen`,
  downloadFile: (name) => `${name} herunterladen`,
  download: 'Herunterladen',
  noPreview: 'Für diese Datei gibt es keine Vorschau.',
  pdfPages: (count) => plural(count, { one: 'PDF, # Seite', other: 'PDF, # Seiten' }),
  otherPages: 'Die weiteren Seiten finden Sie in der Datei selbst.',
  page: (page) => `Seite ${number(page)}`,
  picture: 'Bild',
  text: 'Text',
  fileEmpty: 'Die Datei ist leer.',

  pauseFile: (name) => `${name} anhalten`,
  resumeFile: (name) => `${name} fortsetzen`,
  retryFile: (name) => `Erneut versuchen: ${name}`,
  cancelFile: (name) => `${name} abbrechen`,
  removeFile: (name) => `${name} entfernen`,
  chooseAgain: (name) => `${name} erneut auswählen`,
  waitingTurn: 'In der Warteschlange',
  noConnection: (share) => `Keine Verbindung, geht von selbst weiter (${percent(share)})`,
  triedAgain: (why) => `${why} Es wird erneut versucht.`,
  uploaded: (done, whole, share) => `${done} von ${whole} · ${percent(share)}`,
  almostThere: 'Fast fertig: wird gespeichert',
  stoppedAt: (share) => `Bei ${percent(share)} unterbrochen: Bitte die Datei erneut auswählen`,
  pausedAt: (share) => `Angehalten bei ${percent(share)}`,
  uploadFailed: 'Das Hochladen ist fehlgeschlagen.',
  uploadCancelled: 'Abgebrochen',
  uploadingFiles: (count, percents) =>
    `${plural(count, {
      one: '# Datei wird hochgeladen',
      other: '# Dateien werden hochgeladen',
    })}, ${number(percents)} Prozent`,
  waitingConnection: 'Wartet auf die Verbindung',
  filesPaused: (count) => `${files(count)} angehalten`,
  filesAttached: (count) => `${files(count)} angehängt`,
  fileFailed: (name) => `${name}: fehlgeschlagen`,

  helpCentre: 'Hilfe-Center',
  signInTo: (desk) => `Bei ${desk} anmelden`,
  email: 'E-Mail',
  password: 'Passwort',
  signIn: 'Anmelden',
  whoMayWeAnswer: 'Wem dürfen wir antworten?',
  pleaseSignIn: 'Bitte melden Sie sich an',
  orByLink:
    'Sie haben uns schon geschrieben? Melden Sie sich mit einem Link an, den wir Ihnen mailen:',
  linkHint: 'Wir mailen Ihnen einen Link, der Sie anmeldet, ohne Passwort.',
  sendLink: 'Link per E-Mail senden',
  linkSent: (email) =>
    `Wenn ${email} sich hier anmelden darf, ist ein Link dorthin unterwegs. Er gilt 15 Minuten; sehen Sie auch im Spam-Ordner nach.`,
  anotherAddress: 'Andere Adresse verwenden',
  pressToSignIn: 'Ein Klick, und Sie sind angemeldet. Der Link gilt nur einmal.',
  linkIsOver:
    'Dieser Link wurde schon benutzt oder ist zu alt. Lassen Sie sich einen neuen mailen.',
  signInByLink: (desk) =>
    `Öffnen Sie das Hilfe-Center aus Ihrem Konto bei ${desk}: Der Link dort meldet Sie hier an. Falls Sie über einen Link gekommen sind, der nicht mehr funktioniert, fordern Sie bitte einen neuen an.`,
  yourName: 'Ihr Name',
  emailOptional: 'E-Mail (optional)',
  emailHint: 'Damit wir Sie erreichen, wenn Sie nicht mehr hier sind.',
  continue: 'Weiter',
  signInEnded:
    'Ihre Anmeldung ist abgelaufen. Bitte melden Sie sich erneut an; nichts, was Sie gesendet haben, geht verloren.',
  colours: (now, next) => `Farben: ${now}. Wechseln zu: ${next}`,
  theme: { system: 'wie im System', light: 'hell', dark: 'dunkel' },
};

export default de;
