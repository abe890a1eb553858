/** English: the language that the others are declared to be as complete as. */
export default {
  newHere: 'New here?',
  invitation: 'A tour of two minutes shows you the places that matter, on your own desk.',
  take: 'Take the tour',
  notNow: 'Not now',
  leave: 'Leave the tour',
  back: 'Back',
  next: 'Next',
  done: 'Done',
  stepOf: (number: number, count: number) => `${number} of ${count}`,
  steps: {
    status: {
      title: 'Say that you are there',
      text: 'New chats are offered to you while this says “Available”. Busy keeps what you have and takes nothing new.',
    },
    inbox: {
      title: 'What waits for you',
      text: 'Chats and tickets stand in one inbox. The number is what needs somebody. Open it to go on.',
    },
    list: {
      title: 'Open a conversation',
      text: 'Choose one, or press j and then Enter. Waiting chats stand at the top; accept one with w.',
    },
    compose: {
      title: 'Answer',
      text: 'Write here. n makes it a note that only colleagues see, / at the beginning puts in a macro, and Ctrl+Enter sends.',
    },
    search: {
      title: 'Find anything',
      text: 'Conversations, articles and customers, with typing errors forgiven. Ctrl+K brings you here from anywhere.',
    },
    keys: {
      title: 'The keys',
      text: 'Press ? at any time for the list of all keys. They can be turned off there, too.',
    },
    account: {
      title: 'And when you need it again',
      text: 'Behind your initials are this tour, the documentation, and what reaches you where. That is all: welcome.',
    },
    settings: {
      title: 'Settings',
      text: 'What is set here holds for the whole desk, at once. Open them to go on.',
    },
    setUp: {
      title: 'What is still to be done',
      text: 'This list reads what is really there, and leads to each place. Open it.',
    },
    teams: {
      title: 'Teams',
      text: 'A team is a line of its own: who is in it, what they can do, and who helps out. Open it.',
    },
    hours: {
      title: 'Business hours',
      text: 'Until you set them, the desk counts as always open. Open them.',
    },
    widget: {
      title: 'The widget',
      text: 'Your colour and logo, and the one line of HTML that puts help on your own site. Open it.',
    },
    articles: {
      title: 'Articles',
      text: 'Most questions come twice. Write the answer once, and it is offered before somebody asks.',
    },
    end: {
      title: 'That is all',
      text: 'Behind your initials are this tour, the tour for agents, and the documentation.',
    },
  },
};
