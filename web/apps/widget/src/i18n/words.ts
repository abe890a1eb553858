/**
 * What a catalogue of the widget's words has. English is the one that is always there; the others
 * are loaded when somebody needs them, and the compiler sees that none lacks a word.
 */
export interface Words {
  /** BCP 47, for what Intl formats. */
  locale: string;

  // Around everything
  back: string;
  close: string;
  loading: string;
  retry: string;
  optional(label: string): string;
  /** In place of somebody's own name. */
  you: string;

  // Home
  greeting: string;
  introduction: string;
  searchLabel: string;
  searchPlaceholder: string;
  noResults: string;
  resultCount(count: number): string;
  didYouMean(words: string): string;
  popular: string;
  newConversation: string;
  leaveMessage: string;
  continueConversation: string;
  conversations: string;
  allConversations: string;
  noConversations: string;
  unread(count: number): string;
  signInFirst: string;
  conversation: string;
  withAgent(name: string): string;
  becameTicket(number: number): string;
  ongoing: string;

  // Articles
  article: string;
  wasHelpful: string;
  yes: string;
  no: string;
  thanksForVote: string;
  openInTab: string;
  stillNeedHelp: string;
  askUs: string;

  // Whether somebody is there
  usualWait(seconds: number): string;
  nobodyThere: string;
  closedNow: string;
  closedFor(holiday: string): string;
  opens(moment: string): string;
  answeredBy(moment: string): string;
  today(time: string): string;
  tomorrow(time: string): string;
  dayAt(day: string, time: string): string;

  // Before a chat
  startTitle: string;
  leaveTitle: string;
  leaveLead: string;
  topicLabel: string;
  otherTopic: string;
  nameLabel: string;
  emailLabel: string;
  emailHint: string;
  messageLabel: string;
  choose: string;
  start: string;
  startAndWait: string;
  leave: string;
  mayAnswer: string;
  answersIt: string;
  goodToHear: string;
  needsMessage: string;
  needsAnswer: string;
  needsChoice: string;
  tooLong(max: number): string;
  noEmail: string;
  left: string;
  leftAs(number: number): string;
  done: string;

  // The chat
  chat: string;
  messages: string;
  waitingTitle: string;
  youAreNext: string;
  position(place: number): string;
  waitsForNext: string;
  takes(seconds: number): string;
  canWriteAlready: string;
  leaveInstead: string;
  agentAway(name: string): string;
  joined(name: string): string;
  hadToLeave(name: string): string;
  hasEnded: string;
  typing(name: string): string;
  messageTo(name: string | null): string;
  writePlaceholder: string;
  send: string;
  attach: string;
  newMessages: string;
  states: Record<'queued' | 'sending' | 'held' | 'sent' | 'delivered' | 'seen', string>;
  notSent: string;
  discard: string;
  notSentEarlier(count: number): string;
  connecting: string;
  offline: string;
  signedOut: string;
  more: string;
  endChat: string;
  endAsk: string;
  endHint: string;
  cancel: string;
  soundOn: string;
  soundOff: string;
  rateAsk(name: string | null): string;
  scores: readonly [string, string, string, string, string];
  scoreOf(word: string, score: number): string;
  commentLabel: string;
  sendRating: string;
  thanksForRating(word: string): string;
  mailTranscript: string;
  transcriptSent(address: string): string;
  newChat: string;

  // Files
  files: string;
  fileWaiting: string;
  fileUploading(percent: string): string;
  filePaused: string;
  fileChecking: string;
  fileDone: string;
  fileFailed: string;
  filePending: string;
  fileInfected: string;
  fileDeleted: string;
  removeFile(name: string): string;
  retryFile(name: string): string;
  chooseAgain(name: string): string;

  // What went wrong
  errors: Record<
    | 'offline'
    | 'timeout'
    | 'forbidden'
    | 'refused'
    | 'held'
    | 'rate-limited'
    | 'too-large'
    | 'unsupported-type'
    | 'not-found'
    | 'outbox-full'
    | 'other',
    string
  >;
}
