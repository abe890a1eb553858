/** English: the language that the others are declared to be as complete as. */
import type { ReactNode } from 'react';
import { number, pluralOf } from '../../../i18n/numbers';

const plural = pluralOf('en');

export default {
  // The frame of every page
  myTickets: 'My tickets',
  chat: 'Chat',
  cancel: 'Cancel',

  // Reading
  noSuchTopic: 'There is no such topic',
  allTopics: 'All topics',
  noArticlesYet: 'No articles here yet',
  noArticlesYetWhy: 'We are still writing this part. Ask us directly in the meantime.',
  articlesAbout: (topic: string) => `Articles about ${topic}`,
  helpCentre: 'Help centre',

  // Searching
  searchTitle: (words: string) => `${words} · Search`,
  typeTwoLetters: 'Type at least two letters.',
  searching: 'Searching',
  results: (count: number) => plural(count, { one: '# result', other: '# results' }),
  firstResults: (count: number) =>
    plural(count, { one: 'The first # result', other: 'The first # results' }),
  articlesFound: 'Articles found',
  ticketsFound: 'Tickets found',
  myChats: 'My chats',
  chatsFound: 'Chats found',
  aChat: 'A chat',
  everything: 'Everything',
  customers: 'Customers',
  bestFirst: 'Best first',
  newestFirst: 'Newest first',
  oldestFirst: 'Oldest first',
  lookIn: 'Look in',
  topic: 'Topic',
  language: 'Language',
  allLanguages: 'All languages',
  order: 'Order',
  noArticleAnswers: 'No article seems to answer this',
  noArticleAnswersLong: (strong: (words: string) => ReactNode) => (
    <>
      {strong('No article seems to answer this.')} Somebody of us will; your question comes along.
    </>
  ),
  nothingFound: (words: string) => `Nothing found for “${words}”`,
  lookingInPart: 'You are looking in a part only.',
  lookEverywhere: 'Look everywhere',
  tryOtherWords: 'Try other or fewer words, or ask us.',

  // Writing to us
  contactUs: 'Contact us',
  contactLead: 'Tell us what happened. You can follow our answer here, and add to it at any time.',
  subject: 'Subject',
  inAFewWords: 'In a few words',
  notSure: 'Not sure',
  urgency: 'Urgency',
  urgencyHints: {
    low: 'whenever you get to it',
    medium: 'a normal question',
    high: 'it keeps me from working',
    urgent: 'everything has stopped',
  },
  urgencyOf: (priority: string, hint: string) => `${priority}: ${hint}`,
  whatHappened: 'What happened?',
  whatHappenedHint: 'What you did, what you expected, and what came instead.',
  send: 'Send',
  waitingForFiles: 'Waiting for the files …',
  fileFailedNotSent: 'A file failed and will not be sent.',
  ticketIsWithUs: (ticket: number) => `Ticket #${ticket} is with us`,
  weWillAnswer: 'We will answer here and let you know.',
  someoneIsThere: 'Somebody is here to chat.',
  answerTakes: (usually: string) => `${usually} until the first answer.`,
  articlesThatMayHelp: 'Articles that may help',
  perhapsAnswered: 'Perhaps one of these already answers it:',
  perhapsAnsweredTitle: 'Perhaps one of these already answers it',
  articlesMayHelp: (count: number) =>
    plural(count, {
      one: '# article may help, below your message.',
      other: '# articles may help, below your message.',
    }),
  goodToHear: 'Good to hear',
  questionNotSent: 'Your question was not sent.',
  voteLost: 'Your vote was lost',
  openInNewTab: 'Open in a new tab',
  back: 'Back',
  thatAnswersIt: 'That answers it',

  // Tickets
  loadingTicket: 'Loading the ticket',
  noSuchTicket: 'There is no such ticket',
  noSuchTicketWhy: 'Or it belongs to someone else: you may be signed in as another person.',
  ticketNumber: (ticket: number) => `Ticket ${ticket}`,
  loadingResponses: 'Loading the responses',
  responsesNotLoaded: 'The responses did not load',
  opened: (date: string) => `Opened ${date}`,
  withAgent: (name: string) => `With ${name}`,
  writeANewOne: 'Write a new one',
  ticketClosed: 'This ticket is closed and takes no more replies.',
  ticketResolved: 'We think that this is solved. If it is not, your reply opens it again.',
  yourReply: 'Your reply',
  writeAReply: 'Write a reply',
  support: 'Support',
  you: 'You',
  replyNotSent: 'A reply was not sent',
  all: 'All',
  newConversation: 'New conversation',
  openOnes: 'Open',
  closedOnes: 'Closed',
  searchConversations: 'Search my conversations',
  status: 'Status',
  loadingConversations: 'Loading your conversations',
  unreadMessages: (count: number) => plural(count, { one: '# new', other: '# new' }),
  waitsForSomeone: 'Waiting for someone',
  chattingNow: 'Chatting now',
  noneWithStatus: 'None of these',
  noConversations: 'You have no conversations yet',
  noConversationWithWords:
    'None of your conversations has these words. Try others, or look in the help centre.',
  chooseAnotherStatus: 'Choose “All” to see the rest.',
  whatYouWriteAppears: 'What you write to us appears here, with our answers.',

  // Before a chat
  lookingWhoIsThere: 'Looking who is there',
  itBecomesATicket:
    'It becomes a ticket: you can follow our answer here, and add to it at any time.',
  aPersonAnswers:
    'A person answers, here and now. You may close this page and come back; the chat stays open.',
  leaveUsAMessage: 'Leave us a message',
  whatIsItAbout: 'What is it about?',
  somethingElse: 'Something else',
  topicOptional: 'Topic (optional)',
  optional: (label: string) => `${label} (optional)`,
  yourMessage: 'Your message',
  yourEmailOptional: 'Your email (optional)',
  yourEmailHint: 'So that the answer reaches you after you have left this page.',
  noAnswer: 'No answer',
  chooseOne: 'Choose one',
  blocked:
    'You can’t write to us with this account: it was blocked. If you think that this is a mistake, please reach us another way.',
  messageGoesWithFiles: 'Your message goes when its files are up.',
  dontSendYet: 'Don’t send yet',
  leaveTheMessage: 'Leave the message',
  startAndWait: 'Start the chat and wait',
  startTheChat: 'Start the chat',
  messageAnsweredBy: (time: ReactNode) => (
    <>As a rule, a message that you leave now is answered by {time}.</>
  ),
  youHaveAnOpenChat: 'You have an open chat.',
  youHaveAnOpenChatOn: (topic: string) => `You have an open chat: ${topic}.`,
  goOnWithIt: 'Go on with it',

  // Whether somebody answers, and when
  waitUntilAnswer: (usually: ReactNode) => (
    <>{usually} until somebody answers. You will see your place in the queue.</>
  ),
  waitUntilAnswerOthers: (usually: ReactNode, waiting: number) => (
    <>
      {usually} until somebody answers;{' '}
      {plural(waiting, { one: 'one other is waiting', other: '# others are waiting' })}. You will
      see your place in the queue.
    </>
  ),
  usuallyUnderMinutes: (count: number) =>
    plural(count, { one: 'Usually under a minute', other: 'Usually under # minutes' }),
  usuallyUnderHours: (count: number) =>
    plural(count, { one: 'Usually under an hour', other: 'Usually under # hours' }),
  chatOpens: (time: ReactNode) => <>The chat opens {time}.</>,
  leaveOrWait: 'Leave a message, or start the chat and wait.',
  nobodyAtDesk: 'Nobody is at the desk at the moment.',
  closedForHoliday: (holiday: string) => `We are closed today: ${holiday}.`,
  closedToday: 'We are closed today.',
  closedNow: 'We are closed at the moment.',
  yourTime: (time: string, atDesk: string) => `${time} your time (${atDesk})`,
  todayAt: (time: string) => `today at ${time}`,
  tomorrowAt: (time: string) => `tomorrow at ${time}`,
  dayAt: (day: string, time: string) => `${day} at ${time}`,
  timeIn: (time: string, city: string) => `${time} in ${city}`,

  // In a chat
  openingYourChat: 'Opening your chat',
  unseenChat: (unseen: number) => `(${number(unseen)}) Chat`,
  messages: 'Messages',
  theAgent: 'The agent',
  messageTo: (name: string) => `Message to ${name}`,
  message: 'Message',
  writeAMessage: 'Write a message',
  chatDidNotEnd: 'The chat did not end',
  endChat: 'End chat',
  endThisChat: 'End this chat?',
  endThisChatWhat:
    'You can read it again under “My conversations”. To go on later, just close the page instead.',
  ended: 'Ended',
  waitingForSomeone: 'Waiting for someone to join',
  opening: 'Opening …',
  agentGone: (name: string) =>
    `${name}’s connection dropped; they usually come back within seconds. What you write reaches them then.`,
  soundForAnswers: 'Sound for new answers',
  chatHasEnded: 'The chat has ended.',
  hasJoined: (name: string) => `${name} has joined.`,
  hadToLeave: (name: string) => `${name} had to leave. The next free colleague takes over.`,
  connectionLost:
    'The connection is lost. You can go on writing: it is kept, and sent as soon as the line is back.',
  chatRefused: 'The chat refused the connection. Please sign in again.',
  connecting: 'Connecting …',
  notSent: 'Not sent',
  notSentMessages: (count: number) =>
    plural(count, {
      one: '# message of an earlier chat was not sent.',
      other: '# messages of an earlier chat were not sent.',
    }),
  sendInThisChat: 'Send in this chat',
  sendInANewChat: 'Send in a new chat',
  discard: 'Discard',

  // In the queue
  waitingForNext: 'Waiting for the next free colleague.',
  youAreNext: 'You are next.',
  placeInQueue: (place: number) => `You are number ${number(place)} in the queue.`,
  itTakes: (time: string) => `It takes ${time}.`,
  youCanWrite: 'You can already write.',
  writeFirst: 'Write your question first',
  leaveInstead: 'Leave a message instead',
  leaveAsMessage: 'Leave it as a message?',
  leaveAsMessageWhat:
    'What you have written becomes a ticket, and you need not wait here. You will be notified of our answer.',
  messageNotLeft: 'The message was not left',
  messageIsWithUs: 'Your message is with us',
  seeTicket: (ticket: number) => `See ticket #${ticket}`,
  backToChat: 'Back to the chat',
  itIsTicket: (ticket: number) => `It is ticket #${ticket}.`,
  answeredBy: (time: ReactNode) => <>As a rule, it is answered by {time}.</>,
  answeredSoon: 'We answer as soon as we can.',
  notifiedHere: 'You will be notified here.',

  // After a chat
  afterTheChat: 'After the chat',
  thisChatHasEnded: 'This chat has ended.',
  startANewChat: 'Start a new chat',
  messageIsTicket: (link: (words: string) => ReactNode, ticket: number) => (
    <>Your message is with us as {link(`ticket #${ticket}`)}.</>
  ),
  scores: ['Bad', 'Not good', 'All right', 'Good', 'Very good'] as readonly string[],
  thanksRated: (score: ReactNode) => <>Thank you. You rated this chat: {score}</>,
  scoreOf: (score: number, most: number) => `${number(score)} of ${number(most)}`,
  changeRating: 'Change the rating',
  howWasChatWith: (name: string) => `How was the chat with ${name}?`,
  howWasIt: 'How was it?',
  anythingToAdd: 'Anything to add? (optional)',
  sendTheRating: 'Send the rating',
  emailTranscript: 'Email me the transcript',
  transcriptOnItsWay: (address: string) => `The transcript is on its way to ${address}.`,
  transcriptNotSent: (why: string) => `The transcript was not sent: ${why}`,
  earlierChat: 'Earlier chat',
  noSuchChat: 'There is no such chat',
  loadingChat: 'Loading the chat',
  dateWith: (date: string, name: string) => `${date}, with ${name}`,
  nothingWritten: 'Nothing was written',
  goOnWithThisChat: 'Go on with this chat',

  // Notifications and mail
  notificationsLead: 'Choose what you want to hear of, where and when. Every change holds at once.',
  unsubscribe: 'Unsubscribe',
  readingLink: 'Reading the link',
  stopThisMail: 'Stop this mail?',
  noMoreOfThisMail: 'You get no more of this mail',
  undoSendAgain: 'Undo: send it again',
  otherMail: 'Other mail is not affected.',
  allNotificationSettings: 'All notification settings',
  willNotMailAbout: (desk: string) => `${desk} will no longer mail you about this conversation.`,
  doesNotMailAbout: (desk: string) => `${desk} no longer mails you about this conversation.`,
  willNotMailType: (desk: string, type: string) =>
    `${desk} will no longer mail you this kind of message: ${type.toLowerCase()}.`,
  doesNotMailType: (desk: string, type: string) =>
    `${desk} no longer mails you this kind of message: ${type.toLowerCase()}.`,
  linkDoesNotWork: 'This link does not work',
  notificationSettings: 'Notification settings',
  linkDoesNotWorkWhy:
    'It may be incomplete: please use the whole link of the mail. When you are signed in, you can also choose in your settings what we mail you.',
};
