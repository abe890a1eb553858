/** Deutsch. */
import type en from './en';

const de: typeof en = {
  title: 'Frontdesk einrichten',
  lead: 'Was schon da ist und was noch zu tun ist. Es wird jedes Mal neu gelesen.',
  progress: 'Erledigte Schritte',
  doneOf: (done, all) => `${done} von ${all} sind erledigt.`,
  allDone: 'Alles ist erledigt.',
  done: 'Erledigt:',
  open: 'Zu tun:',
  newTab: '(in einem neuen Tab)',
  putAway: 'Ausblenden',
  haveThem: 'Es gibt Sicherungen',
  notAnyMore: 'Es gibt keine mehr',
  steps: {
    agents: {
      title: 'Jemand außer Ihnen',
      text: 'Das Team kommt mit einem Token Ihrer eigenen Anwendung oder mit einem Konto.',
      action: 'Wie man sich anmeldet',
    },
    team: {
      title: 'Ein Team mit Menschen darin',
      text: 'Chats gehen an die, die antworten können.',
      action: 'Teams',
    },
    hours: {
      title: 'Öffnungszeiten',
      text: 'Solange sie fehlen, heißt es, dass immer jemand da ist.',
      action: 'Öffnungszeiten',
    },
    brand: {
      title: 'Ihr Name, Logo und Farbe',
      text: 'Damit das Widget nach Ihnen aussieht.',
      action: 'Aussehen',
    },
    widget: {
      title: 'Das Widget auf Ihrer Seite',
      text: 'Seine Einstellungen und die Zeile HTML für Ihre Seiten.',
      action: 'Widget',
    },
    outgoingMail: {
      title: 'Ausgehende E-Mail',
      text: 'Wer nicht hinsieht, erfährt per E-Mail von Antworten. Braucht SMTP_URL.',
      action: 'Wie man E-Mail sendet',
    },
    incomingMail: {
      title: 'Eingehende E-Mail',
      text: 'E-Mails werden Tickets, und Antworten finden ihr Gespräch.',
      action: 'Wie man E-Mail empfängt',
    },
    article: {
      title: 'Ein erster Artikel',
      text: 'Die häufigste Frage, einmal beantwortet.',
      action: 'Schreiben',
    },
    searchModel: {
      title: 'Suche nach Bedeutung',
      text: 'Findet auch, was anders gesagt wird. Freiwillig; braucht SEARCH_MODEL.',
      action: 'Wie man sie einschaltet',
    },
    backups: {
      title: 'Sicherungen',
      text: 'Frontdesk kann nichts davon wissen: Sagen Sie es selbst, sobald es welche gibt, und probieren Sie eine aus.',
      action: 'Wie man sie macht',
    },
  },
};

export default de;
