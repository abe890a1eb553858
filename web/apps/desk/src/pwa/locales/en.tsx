/** English: the language that the others are declared to be as complete as. */
export default {
  offline: 'You are offline.',
  offlineText: 'What you have read lately is still here.',
  newVersion: 'There is a new version',
  newVersionText: 'It is ready. Load it when it suits you.',
  load: 'Load it',
};
