/** English: the language that the others are declared to be as complete as. */
import type { ReactNode } from 'react';
import { pluralOf } from '../../i18n/numbers';

const plural = pluralOf('en');

export default {
  // The frame of every page
  help: 'Help',
  conversations: 'My conversations',
  contact: 'Contact',
  skip: 'Skip to content',
  main: 'Main',
  mainSmall: 'Main, small screens',
  search: 'Search',
  signIn: 'Sign in',
  signOut: 'Sign out',
  account: (name: string) => `Account: ${name}`,
  notifications: 'Notifications',
  pressSlash: (key: ReactNode) => <>Press {key} to search.</>,

  // Reading
  whatCanWeHelp: 'What can we help you with?',
  browseByTopic: 'Browse by topic',
  loadingTopics: 'Loading the topics',
  readMostOften: 'Read most often',
  articles: (count: number) => plural(count, { one: '# article', other: '# articles' }),
  loadingArticle: 'Loading the article',
  noSuchArticle: 'There is no such article',
  noSuchArticleWhy: 'It may have been taken down or renamed. A search will tell.',
  updated: (time: ReactNode) => <>Updated {time}</>,
  tags: 'Tags',
  onThisPage: 'On this page',
  print: 'Print',
  relatedArticles: 'Related articles',
  notWhatYouLookedFor: 'Not what you were looking for?',
  feedback: 'Feedback',
  wasThisHelpful: 'Was this helpful?',
  yes: 'Yes',
  no: 'No',
  thanksHelped: 'Thank you. Good to know that it helped.',
  thanksNotHelped: 'Thank you. We will look at this article again.',
  stillNeedAHand: 'Still need a hand?',
  talkOrWrite: 'Talk to a person now, or write and we will get back to you.',
  chatWithUs: 'Chat with us',
  writeToUs: 'Write to us',
  noSuchPage: 'There is no such page',
  noSuchPageWhy: 'It may have moved, or the link was cut off on its way.',
  goToHelpCentre: 'Go to the help centre',

  // Searching
  searchHelpCentre: 'Search the help centre',
  describeIt: 'Describe it in your own words',
  recentSearches: 'Recent searches',
  allResultsFor: (words: string) => `All results for “${words}”`,
  didYouMean: (words: ReactNode) => <>Did you mean {words}?</>,
  articlesHeading: 'Articles',
  searches: 'Searches',
  noArticleFits: 'No article fits. Ask us',
  notAmongThese: 'Not among these? Ask us',

  // Signing in
  signInToWrite: 'Sign in to write to us, so that our answer finds you.',
  signInToSeeTickets: 'Sign in to see your conversations.',
  signInToChat: 'Sign in to chat with us.',
  signInToChoose: 'Sign in to say how you want to hear from us.',

  // Writing to us
  saySubject: 'Say in a few words what it is about.',
  sayWhatHappened: 'Tell us what happened.',
  atMostChars: (count: number) =>
    plural(count, {
      one: 'Please use at most # character.',
      other: 'Please use at most # characters.',
    }),
  atMostCharsOrFile: (count: number) =>
    plural(count, {
      one: 'Please use at most # character, or attach a text file.',
      other: 'Please use at most # characters, or attach a text file.',
    }),

  // Before a chat
  sayWhatItIsAbout: 'Tell us in a sentence what it is about.',
  noAddress: 'This is not an email address. It looks like name@example.com.',
  pleaseChoose: 'Please choose one.',
  pleaseFillIn: 'Please fill this in.',
};
