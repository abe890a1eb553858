/** German: addresses people as “Sie”; gender-neutral where it reads well. */
import { pluralOf } from '../../i18n/numbers';
import type en from './en';

const plural = pluralOf('de');

const de: typeof en = {
  whatReachesMe: 'Was mich wo erreicht',
  whatReachesMeLead:
    'Was Sie gerade ansehen, wird nicht noch einmal gesendet, und was Sie gelesen haben, wird nicht gemailt.',
  what: 'Was',
  here: 'Hier',
  email: 'E-Mail',
  push: 'Push',
  sms: 'SMS',
  types: {
    'ticket-response': { label: 'Antworten', about: 'Jemand hat auf eine Anfrage geantwortet.' },
    'ticket-update': { label: 'Änderungen an Anfragen', about: 'Der Status hat sich geändert.' },
    'chat-message': { label: 'Chatnachrichten', about: 'Jemand hat in einem Chat geschrieben.' },
    assigned: {
      label: 'Mir zugewiesen',
      about: 'Sie haben eine Anfrage oder einen Chat bekommen.',
    },
    mentioned: { label: 'Erwähnungen', about: 'Jemand aus dem Team nennt Sie in einer Notiz.' },
    'sla-at-risk': { label: 'Gefährdete Fristen', about: 'Eine zugesagte Zeit ist nahe.' },
    system: { label: 'Ankündigungen', about: 'Was alle hier wissen sollten.' },
  },
  atOnce: 'Sofort',
  everyHour: 'Stündlich',
  onceADay: 'Einmal am Tag',
  never: 'Nie',
  notSetUp: 'Dieser Support hat das nicht eingerichtet.',
  noAddress: 'Wir kennen keine Adresse von Ihnen.',
  mailCameBack: 'E-Mails an Ihre Adresse kamen zurück.',
  addPhone: 'Geben Sie unten Ihre Telefonnummer an.',
  turnOnDevice: 'Schalten Sie es unten für ein Gerät ein.',
  loadingSettings: 'Ihre Einstellungen werden geladen',
  notSaved: (why) => `Das wurde nicht gespeichert. ${why}`,
  saved: 'Gespeichert',

  pushMessages: 'Push-Nachrichten',
  pushLead: 'Sie kommen auf einem Gerät an, auch wenn keine unserer Seiten geöffnet ist.',
  devices: 'Geräte',
  sendsNoPush: 'Dieser Support sendet keine Push-Nachrichten.',
  pushUnsupported:
    'Dieser Browser kann hier keine Push-Nachrichten empfangen. Auf einem iPhone oder iPad geht es, sobald diese Seite auf dem Home-Bildschirm liegt („Teilen“, dann „Zum Home-Bildschirm“).',
  pushBlocked:
    'Benachrichtigungen dieser Website sind in diesem Browser blockiert. Um sie zu erlauben, klicken Sie auf das Symbol links neben der Adresse, wählen Sie bei Benachrichtigungen „Zulassen“ und laden Sie diese Seite neu.',
  turnOnHere: 'Für dieses Gerät einschalten',
  browserWillAsk: 'Ihr Browser fragt Sie, ob Sie das erlauben.',
  aBrowser: 'Ein Browser',
  messageOnItsWay: (device) => `Eine Nachricht ist unterwegs an: ${device}`,
  itWasNotSent: 'Das wurde nicht gesendet',
  deviceNotRemoved: (device) => `${device} wurde nicht entfernt`,
  thisDevice: 'Dieses Gerät',
  since: (time) => <>Eingeschaltet: {time}</>,
  sinceAndLast: (time, last) => (
    <>
      Eingeschaltet: {time}, letzte Nachricht: {last}
    </>
  ),
  sendTestTo: (device) => `Testnachricht senden an: ${device}`,
  test: 'Testen',
  removeDevice: (device) => `${device} entfernen`,

  whenIDontRead: 'Wenn ich etwas nicht lese',
  whenIDontReadLead:
    'Was hier ungelesen bleibt, kann Sie auf einem anderen Weg erreichen. Es wird einmal gesendet, und nur, wenn Sie es bis dahin nicht gelesen haben.',
  noOtherWay: 'Dieser Support hat keinen anderen Weg eingerichtet.',
  whenUnread: (type) => `${type}: wenn ungelesen`,
  sendBy: (type) => `${type}: senden per`,
  dont: 'Nicht senden',
  after: (wait) => `Nach ${wait}`,
  minutes: (count) => plural(count, { one: '# Minute', other: '# Minuten' }),
  hours: (count) => plural(count, { one: '# Stunde', other: '# Stunden' }),

  sendsNoMail: 'Dieser Support sendet keine E-Mails.',
  noAddressSignIn:
    'Wir kennen keine Adresse von Ihnen. Melden Sie sich mit einer an, um E-Mails von uns zu erhalten.',
  mailGoesTo: (address) => <>E-Mails gehen an {address}.</>,
  mailUndeliverable:
    'E-Mails an diese Adresse kamen als unzustellbar zurück, deshalb senden wir keine mehr. Sobald Ihr Konto eine andere Adresse hat, gehen sie dorthin.',

  mute: 'Stumm schalten',
  unmute: 'Stummschaltung aufheben',
  muteThis: { chat: 'Diesen Chat stumm schalten', ticket: 'Diese Anfrage stumm schalten' },
  unmuteThis: {
    chat: 'Stummschaltung dieses Chats aufheben',
    ticket: 'Stummschaltung dieser Anfrage aufheben',
  },
  muteWhat:
    'Sie erhalten davon keine E-Mail, Push-Nachricht oder SMS. In Ihrer Liste der Benachrichtigungen finden Sie es weiterhin.',
  mutedConversations: 'Stummgeschaltete Unterhaltungen',
  mutedLead:
    'Eine Anfrage oder einen Chat schalten Sie auf der jeweiligen Seite stumm. In Ihrer Liste hier bleibt sie stehen.',
  noneMuted: 'Keine ist stummgeschaltet.',
  aChat: 'Ein Chat',
  until: (time) => `Bis ${time}`,
  untilYouTurnOn: 'Bis Sie es wieder einschalten',
  unmuteName: (name) => `Stummschaltung aufheben: ${name}`,
  forAnHour: 'Für eine Stunde',
  untilTomorrow: 'Bis morgen früh',
  forAWeek: 'Für eine Woche',
  untilITurnOn: 'Bis ich es wieder einschalte',
  didNotWork: 'Das hat nicht geklappt',
  isMuted: 'Stummgeschaltet: Davon wird nichts gesendet',
  isUnmuted: 'Sie hören wieder davon',

  smsLead:
    'Nur für das, was Sie oben auswählen. Zuerst senden wir einen Code an die Nummer, um sicher zu sein, dass sie Ihnen gehört.',
  sendsNoSms: 'Dieser Support sendet keine SMS.',
  itWasNotRemoved: 'Das wurde nicht entfernt',
  confirmed: 'Bestätigt',
  notConfirmed: 'Nicht bestätigt',
  change: 'Ändern',
  remove: 'Entfernen',
  beginWithPlus: 'Beginnen Sie mit + und der Landesvorwahl, etwa +49 151 12345678.',
  phoneNumber: 'Telefonnummer',
  sendTheCode: 'Code senden',
  cancel: 'Abbrechen',
  numberConfirmed: 'Ihre Nummer ist bestätigt',
  codeOnItsWay: (phone) => `Ein neuer Code ist unterwegs an ${phone}`,
  noCodeSent: 'Es wurde kein neuer Code gesendet',
  codeHasSixDigits: 'Der Code hat sechs Ziffern.',
  codeFromSms: 'Code aus der SMS',
  confirm: 'Bestätigen',
  sendAnother: 'Neuen Code senden',

  quietHours: 'Ruhezeiten und Zusammenfassungen',
  quietLead:
    'In den Ruhezeiten warten E-Mails, Push-Nachrichten und SMS, bis sie vorbei sind. Eine tägliche E-Mail kommt um 8 Uhr morgens.',
  leaveInPeace: 'Zu bestimmten Zeiten nicht stören',
  from: 'Von',
  to: 'Bis',
  beginningOn: 'Beginnend am',
  timeZone: 'Zeitzone',
  takeZone: (zone) => `${zone} verwenden`,
  twoDifferentTimes: 'Wählen Sie zwei verschiedene Zeiten.',
  nothingSent: (from, to) => `Von ${from} bis ${to} wird nichts gesendet.`,
  nothingSentOvernight: (from, to) =>
    `Von ${from} bis ${to} des nächsten Tages wird nichts gesendet.`,
};

export default de;
