/** English: the language that the others are declared to be as complete as. */
import type { ReactNode } from 'react';
import { pluralOf } from '../../i18n/numbers';

const plural = pluralOf('en');

export default {
  // What, and by which way
  whatReachesMe: 'What reaches me where',
  whatReachesMeLead:
    'What you are looking at is not sent again, and what you have read is not mailed.',
  what: 'What',
  here: 'Here',
  email: 'E-mail',
  push: 'Push',
  sms: 'SMS',
  types: {
    'ticket-response': { label: 'Replies', about: 'Somebody has answered a ticket.' },
    'ticket-update': { label: 'Ticket changes', about: 'A ticket has changed its state.' },
    'chat-message': { label: 'Chat messages', about: 'Somebody has written in a chat.' },
    assigned: { label: 'Assigned to me', about: 'A ticket or a chat was given to you.' },
    mentioned: { label: 'Mentions', about: 'A colleague has named you in a note.' },
    'sla-at-risk': { label: 'Times at risk', about: 'A promised time is near.' },
    system: { label: 'Announcements', about: 'What everybody here should know.' },
  },
  atOnce: 'At once',
  everyHour: 'Every hour',
  onceADay: 'Once a day',
  never: 'Never',
  notSetUp: 'This help desk has not set it up.',
  noAddress: 'We know no address of yours.',
  mailCameBack: 'Mail to your address came back.',
  addPhone: 'Add your phone number below.',
  turnOnDevice: 'Turn it on for a device below.',
  loadingSettings: 'Loading your settings',
  notSaved: (why: string) => `It was not saved. ${why}`,
  saved: 'Saved',

  // Devices
  pushMessages: 'Push messages',
  pushLead: 'They come to a device even while no page of ours is open.',
  devices: 'Devices',
  sendsNoPush: 'This help desk sends no push messages.',
  pushUnsupported:
    'This browser can’t get push messages here. On an iPhone or iPad it can once this page is on the home screen (“Share”, then “Add to Home Screen”).',
  pushBlocked:
    'Notifications from this site are blocked in this browser. To allow them, press the sign left of the address, choose “Allow” for notifications, and load this page again.',
  turnOnHere: 'Turn on for this device',
  browserWillAsk: 'Your browser will ask whether you allow it.',
  aBrowser: 'A browser',
  messageOnItsWay: (device: string) => `A message is on its way to ${device}`,
  itWasNotSent: 'It was not sent',
  deviceNotRemoved: (device: string) => `${device} was not removed`,
  thisDevice: 'This device',
  since: (time: ReactNode) => <>Since {time}</>,
  sinceAndLast: (time: ReactNode, last: ReactNode) => (
    <>
      Since {time}, last message {last}
    </>
  ),
  sendTestTo: (device: string) => `Send a test to ${device}`,
  test: 'Test',
  removeDevice: (device: string) => `Remove ${device}`,

  // What stays unread
  whenIDontRead: 'When I don’t read it',
  whenIDontReadLead:
    'What stays unread here can follow you on another way. It is sent once, and not if you have read it by then.',
  noOtherWay: 'This help desk has set up no other way.',
  whenUnread: (type: string) => `${type}: when unread`,
  sendBy: (type: string) => `${type}: send by`,
  dont: 'Don’t',
  after: (wait: string) => `After ${wait}`,
  minutes: (count: number) => plural(count, { one: '# minute', other: '# minutes' }),
  hours: (count: number) => plural(count, { one: '# hour', other: '# hours' }),

  // Mail
  sendsNoMail: 'This help desk sends no mail.',
  noAddressSignIn: 'We know no address of yours. Sign in with one to get mail from us.',
  mailGoesTo: (address: ReactNode) => <>Mail goes to {address}.</>,
  mailUndeliverable:
    'Mail to this address came back as undeliverable, so we send no more of it. Once your account has another address, mail goes there.',

  // Muting
  mute: 'Mute',
  unmute: 'Unmute',
  muteThis: { chat: 'Mute this chat', ticket: 'Mute this ticket' },
  unmuteThis: { chat: 'Unmute this chat', ticket: 'Unmute this ticket' },
  muteWhat:
    'No mail, push message or SMS tells of it. You still find it in your list of notifications.',
  mutedConversations: 'Muted conversations',
  mutedLead: 'You mute a ticket or a chat on its own page. It stays in your list here.',
  noneMuted: 'None is muted.',
  aChat: 'A chat',
  until: (time: string) => `Until ${time}`,
  untilYouTurnOn: 'Until you turn it on again',
  unmuteName: (name: string) => `Unmute ${name}`,
  forAnHour: 'For an hour',
  untilTomorrow: 'Until tomorrow morning',
  forAWeek: 'For a week',
  untilITurnOn: 'Until I turn it on again',
  didNotWork: 'That did not work',
  isMuted: 'Muted: nothing of it is sent',
  isUnmuted: 'You hear of it again',

  // SMS
  smsLead:
    'Only for what you choose above. We send a code to the number first, to be sure that it is yours.',
  sendsNoSms: 'This help desk sends no SMS.',
  itWasNotRemoved: 'It was not removed',
  confirmed: 'Confirmed',
  notConfirmed: 'Not confirmed',
  change: 'Change',
  remove: 'Remove',
  beginWithPlus: 'Begin with + and the country, such as +49 151 12345678.',
  phoneNumber: 'Phone number',
  sendTheCode: 'Send the code',
  cancel: 'Cancel',
  numberConfirmed: 'Your number is confirmed',
  codeOnItsWay: (phone: string) => `A new code is on its way to ${phone}`,
  noCodeSent: 'No new code was sent',
  codeHasSixDigits: 'The code has six digits.',
  codeFromSms: 'Code from the SMS',
  confirm: 'Confirm',
  sendAnother: 'Send another',

  // Quiet hours
  quietHours: 'Quiet hours and digests',
  quietLead:
    'In quiet hours, mail, push messages and SMS wait until they are over. A daily mail comes at 8 in the morning.',
  leaveInPeace: 'Leave me in peace at certain hours',
  from: 'From',
  to: 'To',
  beginningOn: 'Beginning on',
  timeZone: 'Time zone',
  takeZone: (zone: string) => `Use ${zone}`,
  twoDifferentTimes: 'Choose two different times.',
  nothingSent: (from: string, to: string) => `Nothing is sent from ${from} to ${to}.`,
  nothingSentOvernight: (from: string, to: string) =>
    `Nothing is sent from ${from} to ${to} of the next day.`,
};
