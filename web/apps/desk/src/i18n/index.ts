/** Languages, catalogues, and numbers in words, under one name. */
export { type Catalogue, catalogue } from './catalogue';
export { chooseLanguage } from './choose-language';
export {
  acceptLanguage,
  adopt,
  currentLanguage,
  currentLocale,
  findLanguage,
  isRightToLeft,
} from './language';
export { isLanguage, LANGUAGE_CODES, LANGUAGES, type Language, pickLanguage } from './languages';
export { list, number, percent, pluralOf } from './numbers';
export { LanguageProvider, useLanguage, WithWords } from './provider';
