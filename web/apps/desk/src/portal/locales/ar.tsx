/** Arabic (Modern Standard): plain and polite, addressed to everybody. */
import { pluralOf } from '../../i18n/numbers';
import type en from './en';

const plural = pluralOf('ar');
const characters = (count: number) =>
  plural(count, {
    one: 'حرفًا واحدًا',
    two: 'حرفين',
    few: '# أحرف',
    many: '# حرفًا',
    other: '# حرف',
  });

const ar: typeof en = {
  help: 'المساعدة',
  conversations: 'مراسلاتي',
  contact: 'اتصل بنا',
  skip: 'الانتقال إلى المحتوى',
  main: 'القائمة الرئيسية',
  mainSmall: 'القائمة الرئيسية، الشاشات الصغيرة',
  search: 'بحث',
  signIn: 'تسجيل الدخول',
  signOut: 'تسجيل الخروج',
  account: (name) => `الحساب: ${name}`,
  notifications: 'الإشعارات',
  pressSlash: (key) => <>اضغط {key} للبحث.</>,

  whatCanWeHelp: 'كيف يمكننا مساعدتك؟',
  browseByTopic: 'تصفح حسب الموضوع',
  loadingTopics: 'جارٍ تحميل الموضوعات',
  readMostOften: 'الأكثر قراءة',
  articles: (count) =>
    plural(count, {
      zero: 'لا مقالات',
      one: 'مقال واحد',
      two: 'مقالان',
      few: '# مقالات',
      many: '# مقالًا',
      other: '# مقال',
    }),
  loadingArticle: 'جارٍ تحميل المقال',
  noSuchArticle: 'هذا المقال غير موجود',
  noSuchArticleWhy: 'ربما أُزيل أو تغيّر اسمه. جرّب البحث عنه.',
  updated: (time) => <>آخر تحديث: {time}</>,
  tags: 'الوسوم',
  onThisPage: 'في هذه الصفحة',
  print: 'طباعة',
  relatedArticles: 'مقالات ذات صلة',
  notWhatYouLookedFor: 'لم تجد ما تبحث عنه؟',
  feedback: 'التقييم',
  wasThisHelpful: 'هل أفادك هذا؟',
  yes: 'نعم',
  no: 'لا',
  thanksHelped: 'شكرًا لك. يسعدنا أنه أفادك.',
  thanksNotHelped: 'شكرًا لك. سنراجع هذا المقال مجددًا.',
  stillNeedAHand: 'هل ما زلت بحاجة إلى مساعدة؟',
  talkOrWrite: 'تحدث إلى أحد أفراد فريقنا الآن، أو اكتب إلينا وسنعاود التواصل معك.',
  chatWithUs: 'تحدث معنا',
  writeToUs: 'اكتب إلينا',
  noSuchPage: 'هذه الصفحة غير موجودة',
  noSuchPageWhy: 'ربما نُقلت، أو وصل الرابط غير مكتمل.',
  goToHelpCentre: 'الذهاب إلى مركز المساعدة',

  searchHelpCentre: 'البحث في مركز المساعدة',
  describeIt: 'صف ما تحتاج إليه بكلماتك',
  recentSearches: 'عمليات البحث الأخيرة',
  allResultsFor: (words) => `جميع نتائج «${words}»`,
  didYouMean: (words) => <>هل تقصد {words}؟</>,
  articlesHeading: 'المقالات',
  searches: 'عمليات بحث',
  noArticleFits: 'لا يوجد مقال مناسب. اسألنا',
  notAmongThese: 'لم تجده هنا؟ اسألنا',

  signInToWrite: 'سجّل الدخول للكتابة إلينا، ليصلك ردنا.',
  signInToSeeTickets: 'سجّل الدخول للاطلاع على مراسلاتك.',
  signInToChat: 'سجّل الدخول للتحدث معنا.',
  signInToChoose: 'سجّل الدخول لتحديد كيفية تواصلنا معك.',

  saySubject: 'اذكر في بضع كلمات ما الأمر.',
  sayWhatHappened: 'أخبرنا بما حدث.',
  atMostChars: (count) => `يُرجى استخدام ${characters(count)} كحد أقصى.`,
  atMostCharsOrFile: (count) => `يُرجى استخدام ${characters(count)} كحد أقصى، أو إرفاق ملف نصي.`,

  sayWhatItIsAbout: 'أخبرنا في جملة ما الأمر.',
  noAddress: 'هذا ليس عنوان بريد إلكتروني. يكون العنوان على هذا النحو: name@example.com.',
  pleaseChoose: 'يُرجى الاختيار.',
  pleaseFillIn: 'يُرجى تعبئة هذا الحقل.',
};

export default ar;
