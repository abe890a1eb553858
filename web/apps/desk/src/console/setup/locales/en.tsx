/** English: the language that the others are declared to be as complete as. */
export default {
  title: 'Set up the desk',
  lead: 'What is there already, and what is still to be done. It is read from the desk each time.',
  progress: 'Steps that are done',
  doneOf: (done: number, all: number) => `${done} of ${all} are done.`,
  allDone: 'All is done.',
  done: 'Done:',
  open: 'To be done:',
  newTab: '(in a new tab)',
  putAway: 'Put it away',
  haveThem: 'There are backups',
  notAnyMore: 'There are none any more',
  steps: {
    agents: {
      title: 'Somebody beside you',
      text: 'Agents come with a token of your own application, or with an account.',
      action: 'How people sign in',
    },
    team: {
      title: 'A team with people in it',
      text: 'Chats go to people who can answer them.',
      action: 'Teams',
    },
    hours: {
      title: 'Business hours',
      text: 'Until they are set, customers are told that you are always there.',
      action: 'Business hours',
    },
    brand: {
      title: 'Your name, logo and colour',
      text: 'So that the widget looks like yours.',
      action: 'How it looks',
    },
    widget: {
      title: 'The widget on your site',
      text: 'Its settings, and the line of HTML that belongs on your pages.',
      action: 'Widget',
    },
    outgoingMail: {
      title: 'Mail that goes out',
      text: 'Who isn’t looking hears of answers by mail. Needs SMTP_URL.',
      action: 'How to send mail',
    },
    incomingMail: {
      title: 'Mail that comes in',
      text: 'Mails become tickets, and answers find their conversation.',
      action: 'How to take mail',
    },
    article: {
      title: 'A first article',
      text: 'The question that you hear most often, answered once.',
      action: 'Write it',
    },
    searchModel: {
      title: 'Search by meaning',
      text: '“reimburse me” finds “How do I get a refund?”. Optional; needs SEARCH_MODEL.',
      action: 'How to turn it on',
    },
    backups: {
      title: 'Backups',
      text: 'Frontdesk can’t know of them: say so yourself once there are some, and try to restore one.',
      action: 'How to make them',
    },
  },
};
