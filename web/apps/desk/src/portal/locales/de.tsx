/** German: addresses people as “Sie”; gender-neutral where it reads well. */
import { pluralOf } from '../../i18n/numbers';
import type en from './en';

const plural = pluralOf('de');

const de: typeof en = {
  help: 'Hilfe',
  conversations: 'Meine Anliegen',
  contact: 'Kontakt',
  skip: 'Zum Inhalt springen',
  main: 'Hauptnavigation',
  mainSmall: 'Hauptnavigation, kleine Bildschirme',
  search: 'Suche',
  signIn: 'Anmelden',
  signOut: 'Abmelden',
  account: (name) => `Konto: ${name}`,
  notifications: 'Benachrichtigungen',
  pressSlash: (key) => <>Drücken Sie {key}, um zu suchen.</>,

  whatCanWeHelp: 'Wobei können wir Ihnen helfen?',
  browseByTopic: 'Nach Themen stöbern',
  loadingTopics: 'Themen werden geladen',
  readMostOften: 'Am häufigsten gelesen',
  articles: (count) => plural(count, { one: '# Artikel', other: '# Artikel' }),
  loadingArticle: 'Artikel wird geladen',
  noSuchArticle: 'Diesen Artikel gibt es nicht',
  noSuchArticleWhy:
    'Vielleicht wurde er entfernt oder umbenannt. Über die Suche lässt er sich vielleicht finden.',
  updated: (time) => <>Aktualisiert: {time}</>,
  tags: 'Schlagwörter',
  onThisPage: 'Auf dieser Seite',
  print: 'Drucken',
  relatedArticles: 'Verwandte Artikel',
  notWhatYouLookedFor: 'Nicht das Richtige gefunden?',
  feedback: 'Feedback',
  wasThisHelpful: 'War das hilfreich?',
  yes: 'Ja',
  no: 'Nein',
  thanksHelped: 'Danke! Schön, dass es geholfen hat.',
  thanksNotHelped: 'Danke. Wir sehen uns diesen Artikel noch einmal an.',
  stillNeedAHand: 'Brauchen Sie noch Hilfe?',
  talkOrWrite: 'Sprechen Sie jetzt mit uns, oder schreiben Sie uns und wir melden uns bei Ihnen.',
  chatWithUs: 'Mit uns chatten',
  writeToUs: 'Uns schreiben',
  noSuchPage: 'Diese Seite gibt es nicht',
  noSuchPageWhy: 'Vielleicht wurde sie verschoben, oder der Link ist unvollständig.',
  goToHelpCentre: 'Zum Hilfe-Center',

  searchHelpCentre: 'Hilfe-Center durchsuchen',
  describeIt: 'Beschreiben Sie es in Ihren Worten',
  recentSearches: 'Letzte Suchen',
  allResultsFor: (words) => `Alle Ergebnisse für „${words}“`,
  didYouMean: (words) => <>Meinten Sie {words}?</>,
  articlesHeading: 'Artikel',
  searches: 'Suchen',
  noArticleFits: 'Kein passender Artikel. Fragen Sie uns',
  notAmongThese: 'Nicht dabei? Fragen Sie uns',

  signInToWrite: 'Melden Sie sich an, um uns zu schreiben, damit unsere Antwort Sie erreicht.',
  signInToSeeTickets: 'Melden Sie sich an, um Ihre Anliegen zu sehen.',
  signInToChat: 'Melden Sie sich an, um mit uns zu chatten.',
  signInToChoose: 'Melden Sie sich an, um festzulegen, wie Sie von uns hören möchten.',

  saySubject: 'Sagen Sie in wenigen Worten, worum es geht.',
  sayWhatHappened: 'Erzählen Sie uns, was passiert ist.',
  atMostChars: (count) =>
    plural(count, {
      one: 'Bitte verwenden Sie höchstens # Zeichen.',
      other: 'Bitte verwenden Sie höchstens # Zeichen.',
    }),
  atMostCharsOrFile: (count) =>
    plural(count, {
      one: 'Bitte verwenden Sie höchstens # Zeichen, oder hängen Sie eine Textdatei an.',
      other: 'Bitte verwenden Sie höchstens # Zeichen, oder hängen Sie eine Textdatei an.',
    }),

  sayWhatItIsAbout: 'Sagen Sie uns in einem Satz, worum es geht.',
  noAddress: 'Das ist keine E-Mail-Adresse. Sie sieht etwa so aus: name@example.com.',
  pleaseChoose: 'Bitte wählen Sie etwas aus.',
  pleaseFillIn: 'Bitte füllen Sie dieses Feld aus.',
};

export default de;
