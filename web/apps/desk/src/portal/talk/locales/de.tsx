/** German: addresses people as “Sie”; gender-neutral where it reads well. */
import { number, pluralOf } from '../../../i18n/numbers';
import type en from './en';

const plural = pluralOf('de');

const de: typeof en = {
  myTickets: 'Meine Anfragen',
  chat: 'Chat',
  cancel: 'Abbrechen',

  noSuchTopic: 'Dieses Thema gibt es nicht',
  allTopics: 'Alle Themen',
  noArticlesYet: 'Hier gibt es noch keine Artikel',
  noArticlesYetWhy: 'An diesem Teil schreiben wir noch. Fragen Sie uns bis dahin gern direkt.',
  articlesAbout: (topic) => `Artikel zum Thema ${topic}`,
  helpCentre: 'Hilfe-Center',

  searchTitle: (words) => `${words} · Suche`,
  typeTwoLetters: 'Geben Sie mindestens zwei Buchstaben ein.',
  searching: 'Es wird gesucht',
  results: (count) => plural(count, { one: '# Ergebnis', other: '# Ergebnisse' }),
  firstResults: (count) =>
    plural(count, { one: 'Das erste Ergebnis', other: 'Die ersten # Ergebnisse' }),
  articlesFound: 'Gefundene Artikel',
  ticketsFound: 'Gefundene Anfragen',
  myChats: 'Meine Chats',
  chatsFound: 'Gefundene Chats',
  aChat: 'Ein Chat',
  everything: 'Alles',
  customers: 'Kundschaft',
  bestFirst: 'Beste zuerst',
  newestFirst: 'Neueste zuerst',
  oldestFirst: 'Älteste zuerst',
  lookIn: 'Suchen in',
  topic: 'Thema',
  language: 'Sprache',
  allLanguages: 'Alle Sprachen',
  order: 'Reihenfolge',
  noArticleAnswers: 'Kein Artikel scheint das zu beantworten',
  noArticleAnswersLong: (strong) => (
    <>
      {strong('Kein Artikel scheint das zu beantworten.')} Jemand aus unserem Team kann es; Ihre
      Frage nehmen wir gleich mit.
    </>
  ),
  nothingFound: (words) => `Nichts gefunden für „${words}“`,
  lookingInPart: 'Sie suchen nur in einem Teil.',
  lookEverywhere: 'Überall suchen',
  tryOtherWords: 'Versuchen Sie es mit anderen oder weniger Wörtern, oder fragen Sie uns.',

  contactUs: 'Kontakt',
  contactLead:
    'Erzählen Sie uns, was passiert ist. Unsere Antwort finden Sie hier, und Sie können jederzeit etwas ergänzen.',
  subject: 'Betreff',
  inAFewWords: 'In wenigen Worten',
  notSure: 'Nicht sicher',
  urgency: 'Dringlichkeit',
  urgencyHints: {
    low: 'wenn Sie Zeit dafür haben',
    medium: 'eine normale Frage',
    high: 'es hindert mich an der Arbeit',
    urgent: 'nichts geht mehr',
  },
  urgencyOf: (priority, hint) => `${priority}: ${hint}`,
  whatHappened: 'Was ist passiert?',
  whatHappenedHint: 'Was Sie getan haben, was Sie erwartet haben und was stattdessen geschah.',
  send: 'Senden',
  waitingForFiles: 'Es wird auf die Dateien gewartet …',
  fileFailedNotSent: 'Eine Datei ist fehlgeschlagen und wird nicht gesendet.',
  ticketIsWithUs: (ticket) => `Anfrage #${ticket} ist bei uns angekommen`,
  weWillAnswer: 'Wir antworten hier und geben Ihnen Bescheid.',
  someoneIsThere: 'Jemand ist da und chattet mit Ihnen.',
  answerTakes: (usually) => `${usually} bis zur ersten Antwort.`,
  articlesThatMayHelp: 'Artikel, die helfen könnten',
  perhapsAnswered: 'Vielleicht ist die Antwort schon dabei:',
  perhapsAnsweredTitle: 'Vielleicht ist die Antwort schon dabei',
  articlesMayHelp: (count) =>
    plural(count, {
      one: '# Artikel unter Ihrer Nachricht könnte helfen.',
      other: '# Artikel unter Ihrer Nachricht könnten helfen.',
    }),
  goodToHear: 'Das freut uns',
  questionNotSent: 'Ihre Frage wurde nicht gesendet.',
  voteLost: 'Ihre Bewertung ging verloren',
  openInNewTab: 'In neuem Tab öffnen',
  back: 'Zurück',
  thatAnswersIt: 'Das beantwortet meine Frage',

  loadingTicket: 'Anfrage wird geladen',
  noSuchTicket: 'Diese Anfrage gibt es nicht',
  noSuchTicketWhy:
    'Oder sie gehört jemand anderem: Vielleicht sind Sie als eine andere Person angemeldet.',
  ticketNumber: (ticket) => `Anfrage ${ticket}`,
  loadingResponses: 'Antworten werden geladen',
  responsesNotLoaded: 'Die Antworten konnten nicht geladen werden',
  opened: (date) => `Eröffnet am ${date}`,
  withAgent: (name) => `Bei ${name}`,
  writeANewOne: 'Neue Anfrage schreiben',
  ticketClosed: 'Diese Anfrage ist geschlossen und nimmt keine Antworten mehr an.',
  ticketResolved:
    'Wir denken, dass das gelöst ist. Falls nicht, öffnet Ihre Antwort die Anfrage wieder.',
  yourReply: 'Ihre Antwort',
  writeAReply: 'Antwort schreiben',
  support: 'Support',
  you: 'Sie',
  replyNotSent: 'Eine Antwort wurde nicht gesendet',
  all: 'Alle',
  newConversation: 'Neues Anliegen',
  openOnes: 'Offene',
  closedOnes: 'Abgeschlossene',
  searchConversations: 'In meinen Anliegen suchen',
  status: 'Status',
  loadingConversations: 'Ihre Anliegen werden geladen',
  unreadMessages: (count) => plural(count, { one: '# neu', other: '# neu' }),
  waitsForSomeone: 'Wartet auf jemanden',
  chattingNow: 'Chat läuft',
  noneWithStatus: 'Keine davon',
  noConversations: 'Sie haben noch keine Anliegen',
  noConversationWithWords:
    'In keinem Ihrer Anliegen stehen diese Wörter. Versuchen Sie andere, oder suchen Sie in der Hilfe.',
  chooseAnotherStatus: 'Wählen Sie „Alle“, um die übrigen zu sehen.',
  whatYouWriteAppears: 'Was Sie uns schreiben, erscheint hier, mit unseren Antworten.',

  lookingWhoIsThere: 'Wir sehen nach, wer da ist',
  itBecomesATicket:
    'Daraus wird eine Anfrage: Unsere Antwort finden Sie hier, und Sie können jederzeit etwas ergänzen.',
  aPersonAnswers:
    'Hier antwortet ein Mensch, und zwar jetzt. Sie können diese Seite schließen und wiederkommen; der Chat bleibt offen.',
  leaveUsAMessage: 'Hinterlassen Sie uns eine Nachricht',
  whatIsItAbout: 'Worum geht es?',
  somethingElse: 'Etwas anderes',
  topicOptional: 'Thema (optional)',
  optional: (label) => `${label} (optional)`,
  yourMessage: 'Ihre Nachricht',
  yourEmailOptional: 'Ihre E-Mail-Adresse (optional)',
  yourEmailHint: 'Damit die Antwort Sie erreicht, wenn Sie diese Seite verlassen haben.',
  noAnswer: 'Keine Angabe',
  chooseOne: 'Bitte wählen',
  blocked:
    'Mit diesem Konto können Sie uns nicht schreiben: Es wurde gesperrt. Falls Sie das für einen Irrtum halten, wenden Sie sich bitte auf einem anderen Weg an uns.',
  messageGoesWithFiles: 'Ihre Nachricht wird gesendet, sobald die Dateien hochgeladen sind.',
  dontSendYet: 'Noch nicht senden',
  leaveTheMessage: 'Nachricht hinterlassen',
  startAndWait: 'Chat starten und warten',
  startTheChat: 'Chat starten',
  messageAnsweredBy: (time) => (
    <>Eine Nachricht, die Sie jetzt hinterlassen, beantworten wir in der Regel bis {time}.</>
  ),
  youHaveAnOpenChat: 'Sie haben einen offenen Chat.',
  youHaveAnOpenChatOn: (topic) => `Sie haben einen offenen Chat: ${topic}.`,
  goOnWithIt: 'Damit weitermachen',

  waitUntilAnswer: (usually) => (
    <>{usually}, bis jemand antwortet. Ihren Platz in der Warteschlange sehen Sie dann.</>
  ),
  waitUntilAnswerOthers: (usually, waiting) => (
    <>
      {usually}, bis jemand antwortet;{' '}
      {plural(waiting, { one: 'eine weitere Person wartet', other: '# weitere Personen warten' })}.
      Ihren Platz in der Warteschlange sehen Sie dann.
    </>
  ),
  usuallyUnderMinutes: (count) =>
    plural(count, { one: 'Meist unter einer Minute', other: 'Meist unter # Minuten' }),
  usuallyUnderHours: (count) =>
    plural(count, { one: 'Meist unter einer Stunde', other: 'Meist unter # Stunden' }),
  chatOpens: (time) => <>Der Chat öffnet {time}.</>,
  leaveOrWait: 'Hinterlassen Sie eine Nachricht, oder starten Sie den Chat und warten Sie.',
  nobodyAtDesk: 'Im Moment ist niemand da.',
  closedForHoliday: (holiday) => `Wir haben heute geschlossen: ${holiday}.`,
  closedToday: 'Wir haben heute geschlossen.',
  closedNow: 'Wir haben im Moment geschlossen.',
  yourTime: (time, atDesk) => `${time} Ihrer Zeit (${atDesk})`,
  todayAt: (time) => `heute um ${time} Uhr`,
  tomorrowAt: (time) => `morgen um ${time} Uhr`,
  dayAt: (day, time) => `${day} um ${time} Uhr`,
  timeIn: (time, city) => `${time} in ${city}`,

  openingYourChat: 'Ihr Chat wird geöffnet',
  unseenChat: (unseen) => `(${number(unseen)}) Chat`,
  messages: 'Nachrichten',
  theAgent: 'Die Ansprechperson',
  messageTo: (name) => `Nachricht an ${name}`,
  message: 'Nachricht',
  writeAMessage: 'Nachricht schreiben',
  chatDidNotEnd: 'Der Chat wurde nicht beendet',
  endChat: 'Chat beenden',
  endThisChat: 'Diesen Chat beenden?',
  endThisChatWhat:
    'Sie können ihn unter „Meine Anliegen“ nachlesen. Wenn Sie später weitermachen möchten, schließen Sie stattdessen einfach die Seite.',
  ended: 'Beendet',
  waitingForSomeone: 'Gleich ist jemand für Sie da',
  opening: 'Wird geöffnet …',
  agentGone: (name) =>
    `${name}: Die Verbindung ist abgebrochen; meist ist sie in wenigen Sekunden wieder da. Was Sie schreiben, kommt dann an.`,
  soundForAnswers: 'Ton bei neuen Antworten',
  chatHasEnded: 'Der Chat wurde beendet.',
  hasJoined: (name) => `${name} ist jetzt dabei.`,
  hadToLeave: (name) => `${name} musste gehen. Die nächste freie Person übernimmt.`,
  connectionLost:
    'Die Verbindung ist unterbrochen. Sie können weiterschreiben: Ihr Text bleibt erhalten und wird gesendet, sobald die Verbindung wieder da ist.',
  chatRefused: 'Der Chat hat die Verbindung abgelehnt. Bitte melden Sie sich erneut an.',
  connecting: 'Verbindung wird hergestellt …',
  notSent: 'Nicht gesendet',
  notSentMessages: (count) =>
    plural(count, {
      one: '# Nachricht eines früheren Chats wurde nicht gesendet.',
      other: '# Nachrichten eines früheren Chats wurden nicht gesendet.',
    }),
  sendInThisChat: 'In diesem Chat senden',
  sendInANewChat: 'In einem neuen Chat senden',
  discard: 'Verwerfen',

  waitingForNext: 'Gleich ist jemand aus unserem Team für Sie frei.',
  youAreNext: 'Sie sind als Nächstes dran.',
  placeInQueue: (place) => `Sie sind auf Platz ${number(place)} der Warteschlange.`,
  itTakes: (time) => `Es dauert ${time}.`,
  youCanWrite: 'Sie können schon schreiben.',
  writeFirst: 'Schreiben Sie zuerst Ihre Frage',
  leaveInstead: 'Stattdessen eine Nachricht hinterlassen',
  leaveAsMessage: 'Als Nachricht hinterlassen?',
  leaveAsMessageWhat:
    'Aus dem, was Sie geschrieben haben, wird eine Anfrage, und Sie müssen hier nicht warten. Wir benachrichtigen Sie, sobald wir antworten.',
  messageNotLeft: 'Die Nachricht wurde nicht hinterlassen',
  messageIsWithUs: 'Ihre Nachricht ist bei uns',
  seeTicket: (ticket) => `Anfrage #${ticket} ansehen`,
  backToChat: 'Zurück zum Chat',
  itIsTicket: (ticket) => `Es ist Anfrage #${ticket}.`,
  answeredBy: (time) => <>In der Regel antworten wir bis {time}.</>,
  answeredSoon: 'Wir antworten, so bald wir können.',
  notifiedHere: 'Sie werden hier benachrichtigt.',

  afterTheChat: 'Nach dem Chat',
  thisChatHasEnded: 'Dieser Chat ist beendet.',
  startANewChat: 'Neuen Chat starten',
  messageIsTicket: (link, ticket) => (
    <>Ihre Nachricht liegt uns als {link(`Anfrage #${ticket}`)} vor.</>
  ),
  scores: ['Schlecht', 'Nicht gut', 'In Ordnung', 'Gut', 'Sehr gut'],
  thanksRated: (score) => <>Danke. So haben Sie diesen Chat bewertet: {score}</>,
  scoreOf: (score, most) => `${number(score)} von ${number(most)}`,
  changeRating: 'Bewertung ändern',
  howWasChatWith: (name) => `Wie war der Chat mit ${name}?`,
  howWasIt: 'Wie war es?',
  anythingToAdd: 'Möchten Sie etwas hinzufügen? (optional)',
  sendTheRating: 'Bewertung senden',
  emailTranscript: 'Chatverlauf per E-Mail senden',
  transcriptOnItsWay: (address) => `Der Chatverlauf ist unterwegs an ${address}.`,
  transcriptNotSent: (why) => `Der Chatverlauf wurde nicht gesendet: ${why}`,
  earlierChat: 'Früherer Chat',
  noSuchChat: 'Diesen Chat gibt es nicht',
  loadingChat: 'Chat wird geladen',
  dateWith: (date, name) => `${date}, mit ${name}`,
  nothingWritten: 'Es wurde nichts geschrieben',
  goOnWithThisChat: 'Mit diesem Chat weitermachen',

  notificationsLead:
    'Legen Sie fest, wovon, wo und wann Sie hören möchten. Jede Änderung gilt sofort.',
  unsubscribe: 'Abbestellen',
  readingLink: 'Link wird gelesen',
  stopThisMail: 'Diese E-Mails abbestellen?',
  noMoreOfThisMail: 'Sie erhalten diese E-Mails nicht mehr',
  undoSendAgain: 'Rückgängig: wieder senden',
  otherMail: 'Andere E-Mails sind davon nicht betroffen.',
  allNotificationSettings: 'Alle Benachrichtigungseinstellungen',
  willNotMailAbout: (desk) => `${desk} schickt Ihnen keine E-Mails mehr zu dieser Unterhaltung.`,
  doesNotMailAbout: (desk) =>
    `${desk} schickt Ihnen nun keine E-Mails mehr zu dieser Unterhaltung.`,
  willNotMailType: (desk, type) =>
    `${desk} schickt Ihnen künftig keine E-Mails dieser Art mehr: ${type}.`,
  doesNotMailType: (desk, type) =>
    `${desk} schickt Ihnen nun keine E-Mails dieser Art mehr: ${type}.`,
  linkDoesNotWork: 'Dieser Link funktioniert nicht',
  notificationSettings: 'Benachrichtigungseinstellungen',
  linkDoesNotWorkWhy:
    'Vielleicht ist er unvollständig: Bitte verwenden Sie den ganzen Link aus der E-Mail. Wenn Sie angemeldet sind, können Sie auch in Ihren Einstellungen festlegen, was wir Ihnen mailen.',
};

export default de;
