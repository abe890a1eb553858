/** German. */
import type { Words } from './words';

const plural = (count: number, one: string, many: string) => (count === 1 ? one : many);

function wait(seconds: number): string {
  const minutes = Math.floor(seconds / 60) + 1;
  if (seconds < 60) return 'weniger als eine Minute';
  if (minutes <= 55) {
    return `weniger als ${minutes <= 5 ? minutes : Math.ceil(minutes / 5) * 5} Minuten`;
  }
  const hours = Math.floor(seconds / 3600) + 1;
  return hours === 1 ? 'weniger als eine Stunde' : `weniger als ${hours} Stunden`;
}

export const words: Words = {
  locale: 'de',
  back: 'Zurück',
  close: 'Schließen',
  loading: 'Wird geladen',
  retry: 'Erneut versuchen',
  optional: (label) => `${label} (freiwillig)`,
  you: 'Du',

  greeting: 'Hallo! Wie können wir helfen?',
  introduction: 'Durchsuche unsere Artikel oder sprich mit einem Menschen.',
  searchLabel: 'Hilfe suchen',
  searchPlaceholder: 'Hilfe suchen',
  noResults: 'Kein Artikel passt.',
  resultCount: (count) => plural(count, '1 Artikel', `${count} Artikel`),
  didYouMean: (words) => `Meintest du „${words}“?`,
  popular: 'Beliebte Artikel',
  newConversation: 'Unterhaltung beginnen',
  leaveMessage: 'Nachricht hinterlassen',
  continueConversation: 'Unterhaltung fortsetzen',
  conversations: 'Unterhaltungen',
  allConversations: 'Frühere Unterhaltungen',
  noConversations: 'Du hattest noch keine Unterhaltung.',
  unread: (count) => `${count} ungelesen`,
  signInFirst: 'Melde dich an, um uns zu schreiben.',
  conversation: 'Unterhaltung',
  withAgent: (name) => `mit ${name}`,
  becameTicket: (number) => `Ticket Nr. ${number}`,
  ongoing: 'Offen',

  article: 'Artikel',
  wasHelpful: 'Hat das deine Frage beantwortet?',
  yes: 'Ja',
  no: 'Nein',
  thanksForVote: 'Danke für die Rückmeldung.',
  openInTab: 'In neuem Tab öffnen',
  stillNeedHelp: 'Noch Fragen?',
  askUs: 'Frag uns',

  usualWait: (seconds) => `Antwort meist in ${dative(wait(seconds))}`,
  nobodyThere: 'Gerade ist niemand da.',
  closedNow: 'Wir haben gerade geschlossen.',
  closedFor: (holiday) => `Wir haben heute geschlossen: ${holiday}.`,
  opens: (moment) => `Wir sind ${moment} wieder da.`,
  answeredBy: (moment) => `In der Regel antworten wir bis ${moment}.`,
  today: (time) => `heute um ${time} Uhr`,
  tomorrow: (time) => `morgen um ${time} Uhr`,
  dayAt: (day, time) => `${day} um ${time} Uhr`,

  startTitle: 'Unterhaltung beginnen',
  leaveTitle: 'Nachricht hinterlassen',
  leaveLead: 'Wir antworten, sobald wir wieder da sind.',
  topicLabel: 'Worum geht es?',
  otherTopic: 'Etwas anderes',
  nameLabel: 'Dein Name',
  emailLabel: 'Deine E-Mail-Adresse',
  emailHint: 'Damit dich die Antwort auch später erreicht.',
  messageLabel: 'Deine Nachricht',
  choose: 'Bitte wählen',
  start: 'Unterhaltung beginnen',
  startAndWait: 'Chat beginnen und warten',
  leave: 'Nachricht hinterlassen',
  mayAnswer: 'Das könnte die Antwort sein',
  answersIt: 'Das beantwortet es',
  goodToHear: 'Schön zu hören!',
  needsMessage: 'Sag uns in einem Satz, worum es geht.',
  needsAnswer: 'Bitte fülle das aus.',
  needsChoice: 'Bitte wähle etwas aus.',
  tooLong: (max) => `Bitte höchstens ${max} Zeichen.`,
  noEmail: 'Das ist keine E-Mail-Adresse. Sie sieht so aus: name@example.com.',
  left: 'Deine Nachricht ist bei uns',
  leftAs: (number) => `Sie ist Ticket Nr. ${number}.`,
  done: 'Fertig',

  chat: 'Chat',
  messages: 'Nachrichten',
  waitingTitle: 'Gleich kommt jemand dazu',
  youAreNext: 'Du bist als Nächstes dran.',
  position: (place) => `Du bist auf Platz ${place} der Warteschlange.`,
  waitsForNext: 'Wer als Nächstes frei ist, kommt dazu.',
  takes: (seconds) => `Meist dauert es ${wait(seconds)}.`,
  canWriteAlready: 'Du kannst schon schreiben.',
  leaveInstead: 'Als Nachricht hinterlassen',
  agentAway: (name) =>
    `Die Verbindung von ${name} ist abgebrochen; meist ist sie nach Sekunden wieder da.`,
  joined: (name) => `${name} ist jetzt da.`,
  hadToLeave: (name) => `${name} musste gehen. Wer als Nächstes frei ist, übernimmt.`,
  hasEnded: 'Die Unterhaltung ist beendet.',
  typing: (name) => `${name} schreibt`,
  messageTo: (name) => (name ? `Nachricht an ${name}` : 'Nachricht'),
  writePlaceholder: 'Nachricht schreiben',
  send: 'Senden',
  attach: 'Dateien anhängen',
  newMessages: 'Neue Nachrichten',
  states: {
    queued: 'Wartet aufs Senden',
    sending: 'Wird gesendet …',
    held: 'Wird geprüft',
    sent: 'Gesendet',
    delivered: 'Zugestellt',
    seen: 'Gelesen',
  },
  notSent: 'Nicht gesendet.',
  discard: 'Verwerfen',
  notSentEarlier: (count) =>
    plural(
      count,
      'Eine Nachricht einer früheren Unterhaltung wurde nicht gesendet.',
      `${count} Nachrichten einer früheren Unterhaltung wurden nicht gesendet.`,
    ),
  connecting: 'Verbindung wird hergestellt …',
  offline: 'Du bist offline. Was du schreibst, bleibt erhalten und wird später gesendet.',
  signedOut: 'Du bist abgemeldet. Melde dich wieder an, um weiterzumachen.',
  more: 'Mehr',
  endChat: 'Unterhaltung beenden',
  endAsk: 'Diese Unterhaltung beenden?',
  endHint:
    'Du kannst sie später wieder lesen. Um ein andermal weiterzumachen, schließe einfach dieses Fenster.',
  cancel: 'Abbrechen',
  soundOn: 'Ton einschalten',
  soundOff: 'Ton ausschalten',
  rateAsk: (name) => (name ? `Wie war der Chat mit ${name}?` : 'Wie war es?'),
  scores: ['Schlecht', 'Nicht gut', 'In Ordnung', 'Gut', 'Sehr gut'],
  scoreOf: (word, score) => `${word}, ${score} von 5`,
  commentLabel: 'Möchtest du etwas hinzufügen?',
  sendRating: 'Bewertung senden',
  thanksForRating: (word) => `Danke. Deine Bewertung: ${word}.`,
  mailTranscript: 'Verlauf per E-Mail schicken',
  transcriptSent: (address) => `Der Verlauf ist unterwegs an ${address}.`,
  newChat: 'Neue Unterhaltung',

  files: 'Dateien',
  fileWaiting: 'Wartet',
  fileUploading: (percent) => `Wird hochgeladen, ${percent}`,
  filePaused: 'Wähle die Datei noch einmal aus',
  fileChecking: 'Wird geprüft',
  fileDone: 'Bereit',
  fileFailed: 'Nicht hochgeladen',
  filePending: 'Wird geprüft',
  fileInfected: 'Gesperrt: sie ist schädlich',
  fileDeleted: 'Gelöscht',
  removeFile: (name) => `${name} entfernen`,
  retryFile: (name) => `Erneut versuchen: ${name}`,
  chooseAgain: (name) => `${name} noch einmal auswählen`,

  errors: {
    offline: 'Wir sind nicht erreichbar. Prüfe deine Verbindung und versuche es erneut.',
    timeout: 'Es kam keine rechtzeitige Antwort. Versuche es erneut.',
    forbidden: 'Mit diesem Konto kannst du uns nicht schreiben.',
    refused: 'Diese Nachricht wird hier nicht angenommen.',
    held: 'Sie ist angekommen. Jemand sieht sie sich an, bevor sie erscheint.',
    'rate-limited': 'Das war viel auf einmal. Warte einen Moment und versuche es erneut.',
    'too-large': 'Diese Datei ist zu groß.',
    'unsupported-type': 'Dateien dieser Art werden nicht angenommen.',
    'not-found': 'Das gibt es nicht mehr.',
    'outbox-full': 'Es wartet zu viel aufs Senden. Warte, bis du wieder online bist.',
    other: 'Etwas ist schiefgegangen. Versuche es erneut.',
  },
};

/** „in weniger als einer Minute“. */
function dative(time: string): string {
  return time.replace('eine ', 'einer ');
}
