/** English: the language that the others are declared to be as complete as. */
import type { ReactNode } from 'react';
import { number, percent, pluralOf } from '../../i18n/numbers';

const plural = pluralOf('en');
const files = (count: number) => plural(count, { one: '# file', other: '# files' });

export default {
  // Everywhere
  cancel: 'Cancel',
  close: 'Close',
  dismiss: 'Dismiss',
  discard: 'Discard',
  loading: 'Loading',
  optional: '(optional)',
  send: 'Send',
  showMore: 'Show more',
  tryAgain: 'Try again',
  you: 'You',
  language: 'Language',
  languageNotThere: 'The language could not be changed',
  copyLink: 'Copy the link to this section',
  linkTo: 'Link to:',
  linkCopied: 'The link was copied',
  asATable: 'As a table',
  table: 'Table',
  /** The highest column of a chart. */
  most: (value: string, at: string) => `most: ${value}, ${at}`,
  /** Where toasts are; Radix puts the key in. */
  toasts: 'Messages ({hotkey})',

  // Times and sizes
  today: 'Today',
  yesterday: 'Yesterday',
  bytes: (count: string) => `${count} B`,
  lessThanAMinute: 'less than a minute',
  aboutMinutes: (count: number) =>
    plural(count, { one: 'about a minute', other: 'about # minutes' }),
  aboutHours: (count: number) => plural(count, { one: 'about an hour', other: 'about # hours' }),

  // Failures
  didNotLoad: 'This did not load',
  pageNotShown: 'This page could not be shown',
  pageNotShownWhy: 'The connection may be down, or there is a newer version of this app.',
  loadItAgain: 'Load it again',
  noServer: 'The server could not be reached. Check your connection and try again.',
  wentWrong: 'Something went wrong. Please try again.',
  /** The client's own failures by their code; in English it says them itself. */
  clientErrors: {} as Readonly<Partial<Record<string, string>>>,

  // States of tickets, chats and agents; priorities
  status: {
    open: 'Open',
    'in-progress': 'In progress',
    resolved: 'Resolved',
    closed: 'Closed',
    waiting: 'Waiting',
    active: 'Active',
    available: 'Available',
    busy: 'Busy',
    away: 'Away',
    offline: 'Offline',
  },
  priority: { low: 'Low', medium: 'Medium', high: 'High', urgent: 'Urgent' },

  // How far a message has come
  messageState: {
    queued: 'Waiting to be sent',
    sending: 'Sending…',
    held: 'Waiting for a check',
    sent: 'Sent',
    delivered: 'Delivered',
    seen: 'Seen',
  },
  messageHint: {
    queued: 'Kept on this device; sent as soon as there is a connection',
    sending: 'On its way',
    held: 'It has arrived; somebody looks at it before it appears in the chat',
    sent: 'It has arrived at the desk',
    delivered: 'It has arrived on the other side',
    seen: 'It has been read',
  },

  // Conversations
  isTyping: (name: string) => `${name} is typing`,
  earlierMessages: (count: number) =>
    plural(count, { one: '# earlier message', other: '# earlier messages' }),
  newMessages: 'New messages',
  internalNote: 'Internal note',
  notSent: 'Not sent.',

  // Writing
  filesToSend: 'Files to send',
  attachFiles: 'Attach files',
  takeAPhoto: 'Take a photo',
  fileFailedMend: 'A file failed: try again or remove it',
  goesWithFiles: 'Goes when its files are up',
  dontSendYet: 'Don’t send yet',
  tooMany: (count: number) => plural(count, { one: '# too many', other: '# too many' }),
  charsLeft: (count: number) => plural(count, { one: '# left', other: '# left' }),
  found: (count: number) => plural(count, { one: '# found', other: '# found' }),
  suggestions: (count: number) =>
    plural(count, {
      one: '# suggestion, reach them by the arrow keys.',
      other: '# suggestions, reach them by the arrow keys.',
    }),
  clearTheSearch: 'Clear the search',

  // Files
  attachments: 'Attachments',
  chooseFiles: (strong: (words: string) => ReactNode) => (
    <>{strong('Choose files')} or drop them here</>
  ),
  fileKinds: 'Pictures, PDF or text',
  fileKindsUpTo: (size: string) => `Pictures, PDF or text, up to ${size} each`,
  files: 'Files',
  scanPending: 'Being checked for viruses',
  scanInfected: 'Blocked: a virus was found',
  scanDeleted: 'Deleted',
  openingTheFile: 'Opening the file',
  openingThePdf: 'Opening the PDF',
  previousFile: 'Previous file',
  nextFile: 'Next file',
  fileOf: (place: number, count: number) => `${number(place)} of ${number(count)}`,
  zoomOut: 'Zoom out',
  zoomIn: 'Zoom in',
  zoomFit: (zoom: number) => `Zoom ${percent(zoom)}, fit to the window`,
  downloadFile: (name: string) => `Download ${name}`,
  download: 'Download',
  noPreview: 'There is no preview of this file.',
  pdfPages: (count: number) => plural(count, { one: 'PDF, # page', other: 'PDF, # pages' }),
  otherPages: 'The other pages are in the file itself.',
  page: (page: number) => `Page ${number(page)}`,
  picture: 'Picture',
  text: 'Text',
  fileEmpty: 'The file is empty.',

  // Uploads
  pauseFile: (name: string) => `Pause ${name}`,
  resumeFile: (name: string) => `Resume ${name}`,
  retryFile: (name: string) => `Try again: ${name}`,
  cancelFile: (name: string) => `Cancel ${name}`,
  removeFile: (name: string) => `Remove ${name}`,
  chooseAgain: (name: string) => `Choose ${name} again`,
  waitingTurn: 'Waiting for its turn',
  noConnection: (share: number) => `No connection, goes on by itself (${percent(share)})`,
  triedAgain: (why: string) => `${why} It is tried again.`,
  uploaded: (done: string, whole: string, share: number) =>
    `${done} of ${whole} · ${percent(share)}`,
  almostThere: 'Almost there: being stored',
  stoppedAt: (share: number) => `Stopped at ${percent(share)}: choose the file again`,
  pausedAt: (share: number) => `Paused at ${percent(share)}`,
  uploadFailed: 'The upload failed.',
  uploadCancelled: 'Cancelled',
  uploadingFiles: (count: number, percents: number) =>
    `Uploading ${files(count)}, ${number(percents)} percent`,
  waitingConnection: 'Waiting for the connection',
  filesPaused: (count: number) => `${files(count)} paused`,
  filesAttached: (count: number) => `${files(count)} attached`,
  fileFailed: (name: string) => `${name}: failed`,

  // Signing in
  helpCentre: 'Help centre',
  signInTo: (desk: string) => `Sign in to ${desk}`,
  email: 'E-mail',
  password: 'Password',
  signIn: 'Sign in',
  whoMayWeAnswer: 'Who may we answer?',
  pleaseSignIn: 'Please sign in',
  orByLink: 'Written to us before? Sign in by a link that we mail you:',
  linkHint: 'We mail you a link that signs you in, without a password.',
  sendLink: 'Mail me a link',
  linkSent: (email: string) =>
    `If ${email} may sign in here, a link is on its way to it. It holds for 15 minutes; look into the junk folder too.`,
  anotherAddress: 'Use another address',
  pressToSignIn: 'One press, and you are signed in. The link can be used once.',
  linkIsOver: 'This link was used already or is too old. Have another one mailed.',
  signInByLink: (desk: string) =>
    `Open the help centre from your account with ${desk}: its link signs you in here. If you came by a link that no longer works, ask for a new one.`,
  yourName: 'Your name',
  emailOptional: 'E-mail (optional)',
  emailHint: 'So that we can reach you when you have left.',
  continue: 'Continue',
  signInEnded: 'Your sign-in has ended. Please sign in again; nothing that you sent is lost.',
  colours: (now: string, next: string) => `Colours: ${now}. Change to: ${next}`,
  theme: { system: 'as the system', light: 'light', dark: 'dark' },
};
