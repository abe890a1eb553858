import { expect, it } from 'vitest';
import { deviceInWords, languageInWords } from './origin-words';

it('tells the browser, the system and the kind of device, as far as they are known', () => {
  const said = { browser: 'Firefox 142', system: 'Windows', device: 'computer' } as const;
  expect(deviceInWords(said)).toBe('Firefox 142 on Windows, Computer');
  expect(deviceInWords({ ...said, browser: null, device: null })).toBe('Windows');
  expect(deviceInWords({ browser: null, system: null, device: null })).toBeNull();
});

it('names a language, and leaves what is none as it is', () => {
  expect(languageInWords('de-AT')).toBe('Austrian German');
  expect(languageInWords('not a tag')).toBe('not a tag');
});
