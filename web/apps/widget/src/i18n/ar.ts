/** Arabic. */
import type { Words } from './words';

const rules = new Intl.PluralRules('ar');

/** One, two, few (3–10) and many, as Arabic counts. */
function counted(count: number, one: string, two: string, few: string, many: string): string {
  const rule = rules.select(count);
  if (rule === 'one') return one;
  if (rule === 'two') return two;
  return `${count} ${rule === 'few' ? few : many}`;
}

const minutes = (count: number) => counted(count, 'دقيقة', 'دقيقتين', 'دقائق', 'دقيقة');
const hours = (count: number) => counted(count, 'ساعة', 'ساعتين', 'ساعات', 'ساعة');

function wait(seconds: number): string {
  const whole = Math.floor(seconds / 60) + 1;
  if (seconds < 60) return 'أقل من دقيقة';
  if (whole <= 55) return `أقل من ${minutes(whole <= 5 ? whole : Math.ceil(whole / 5) * 5)}`;
  return `أقل من ${hours(Math.floor(seconds / 3600) + 1)}`;
}

export const words: Words = {
  locale: 'ar',
  back: 'رجوع',
  close: 'إغلاق',
  loading: 'جارٍ التحميل',
  retry: 'إعادة المحاولة',
  optional: (label) => `${label} (اختياري)`,
  you: 'أنت',

  greeting: 'مرحبًا! كيف يمكننا مساعدتك؟',
  introduction: 'ابحث في مقالاتنا أو تحدّث إلى أحد موظفينا.',
  searchLabel: 'ابحث عن المساعدة',
  searchPlaceholder: 'ابحث عن المساعدة',
  noResults: 'لا توجد مقالة مطابقة.',
  resultCount: (count) =>
    count === 0 ? 'لا مقالات' : counted(count, 'مقالة واحدة', 'مقالتان', 'مقالات', 'مقالة'),
  didYouMean: (words) => `هل تقصد «${words}»؟`,
  popular: 'المقالات الأكثر قراءة',
  newConversation: 'ابدأ محادثة',
  leaveMessage: 'اترك لنا رسالة',
  continueConversation: 'تابع محادثتك',
  conversations: 'المحادثات',
  allConversations: 'المحادثات السابقة',
  noConversations: 'لم تُجرِ أي محادثة بعد.',
  unread: (count) => `غير مقروء: ${count}`,
  signInFirst: 'سجّل الدخول للكتابة إلينا.',
  conversation: 'محادثة',
  withAgent: (name) => `مع ${name}`,
  becameTicket: (number) => `التذكرة رقم ${number}`,
  ongoing: 'مفتوحة',

  article: 'مقالة',
  wasHelpful: 'هل أجاب هذا عن سؤالك؟',
  yes: 'نعم',
  no: 'لا',
  thanksForVote: 'شكرًا لإخبارنا.',
  openInTab: 'افتح في علامة تبويب جديدة',
  stillNeedHelp: 'ألا تزال بحاجة إلى المساعدة؟',
  askUs: 'اسألنا',

  usualWait: (seconds) => `نجيب عادةً خلال ${wait(seconds)}`,
  nobodyThere: 'لا يوجد أحد متاح في الوقت الحالي.',
  closedNow: 'نحن مغلقون في الوقت الحالي.',
  closedFor: (holiday) => `نحن مغلقون اليوم: ${holiday}.`,
  opens: (moment) => `سنعود ${moment}.`,
  answeredBy: (moment) => `نجيب عادةً قبل ${moment}.`,
  today: (time) => `اليوم الساعة ${time}`,
  tomorrow: (time) => `غدًا الساعة ${time}`,
  dayAt: (day, time) => `${day} الساعة ${time}`,

  startTitle: 'ابدأ محادثة',
  leaveTitle: 'اترك لنا رسالة',
  leaveLead: 'سنجيبك فور عودتنا.',
  topicLabel: 'ما الموضوع؟',
  otherTopic: 'شيء آخر',
  nameLabel: 'اسمك',
  emailLabel: 'بريدك الإلكتروني',
  emailHint: 'لتصلك الإجابة بعد مغادرتك.',
  messageLabel: 'رسالتك',
  choose: 'اختر واحدًا',
  start: 'ابدأ المحادثة',
  startAndWait: 'ابدأ المحادثة وانتظر',
  leave: 'اترك الرسالة',
  mayAnswer: 'قد تجد الإجابة هنا',
  answersIt: 'هذا يجيب عن سؤالي',
  goodToHear: 'يسعدنا ذلك!',
  needsMessage: 'أخبرنا في جملة عن الموضوع.',
  needsAnswer: 'يُرجى ملء هذا الحقل.',
  needsChoice: 'يُرجى اختيار واحد.',
  tooLong: (max) => `يُرجى استخدام ${max} حرف على الأكثر.`,
  noEmail: 'هذا ليس بريدًا إلكترونيًا. مثال: name@example.com',
  left: 'وصلتنا رسالتك',
  leftAs: (number) => `وهي التذكرة رقم ${number}.`,
  done: 'تم',

  chat: 'محادثة',
  messages: 'الرسائل',
  waitingTitle: 'بانتظار انضمام أحد موظفينا',
  youAreNext: 'أنت التالي.',
  position: (place) => `ترتيبك في قائمة الانتظار: ${place}.`,
  waitsForNext: 'سينضم إليك أول موظف متاح.',
  takes: (seconds) => `يستغرق ذلك عادةً ${wait(seconds)}.`,
  canWriteAlready: 'يمكنك الكتابة الآن.',
  leaveInstead: 'اتركها كرسالة',
  agentAway: (name) => `انقطع اتصال ${name}؛ يعود عادةً خلال ثوانٍ.`,
  joined: (name) => `انضم ${name}.`,
  hadToLeave: (name) => `اضطر ${name} إلى المغادرة. سيتابع معك أول موظف متاح.`,
  hasEnded: 'انتهت المحادثة.',
  typing: (name) => `${name} يكتب`,
  messageTo: (name) => (name ? `رسالة إلى ${name}` : 'رسالة'),
  writePlaceholder: 'اكتب رسالة',
  send: 'إرسال',
  attach: 'إرفاق ملفات',
  newMessages: 'رسائل جديدة',
  states: {
    queued: 'بانتظار الإرسال',
    sending: 'جارٍ الإرسال…',
    held: 'قيد المراجعة',
    sent: 'أُرسلت',
    delivered: 'وصلت',
    seen: 'قُرئت',
  },
  notSent: 'لم تُرسل.',
  discard: 'تجاهل',
  notSentEarlier: (count) => `رسائل من محادثة سابقة لم تُرسل: ${count}`,
  connecting: 'جارٍ الاتصال…',
  offline: 'أنت غير متصل. سيُحفظ ما تكتبه ويُرسل عند عودة الاتصال.',
  signedOut: 'سُجّل خروجك. سجّل الدخول مجددًا للمتابعة.',
  more: 'المزيد',
  endChat: 'إنهاء المحادثة',
  endAsk: 'هل تريد إنهاء هذه المحادثة؟',
  endHint: 'يمكنك قراءتها لاحقًا. للمتابعة في وقت آخر، أغلق هذه النافذة فقط.',
  cancel: 'إلغاء',
  soundOn: 'تشغيل الصوت',
  soundOff: 'إيقاف الصوت',
  rateAsk: (name) => (name ? `كيف كانت المحادثة مع ${name}؟` : 'كيف كانت؟'),
  scores: ['سيئة', 'غير جيدة', 'مقبولة', 'جيدة', 'جيدة جدًا'],
  scoreOf: (word, score) => `${word}، ${score} من 5`,
  commentLabel: 'هل تود إضافة شيء؟',
  sendRating: 'إرسال التقييم',
  thanksForRating: (word) => `شكرًا. تقييمك: ${word}.`,
  mailTranscript: 'أرسل لي نص المحادثة بالبريد',
  transcriptSent: (address) => `نص المحادثة في طريقه إلى ${address}.`,
  newChat: 'محادثة جديدة',

  files: 'الملفات',
  fileWaiting: 'قيد الانتظار',
  fileUploading: (percent) => `جارٍ الرفع، ${percent}`,
  filePaused: 'اختر الملف مجددًا للمتابعة',
  fileChecking: 'قيد الفحص',
  fileDone: 'جاهز',
  fileFailed: 'لم يُرفع',
  filePending: 'قيد الفحص',
  fileInfected: 'محظور: الملف ضار',
  fileDeleted: 'محذوف',
  removeFile: (name) => `إزالة ${name}`,
  retryFile: (name) => `إعادة المحاولة: ${name}`,
  chooseAgain: (name) => `اختر ${name} مجددًا`,

  errors: {
    offline: 'لا يمكن الوصول إلينا. تحقّق من اتصالك وحاول مجددًا.',
    timeout: 'لم تصل الإجابة في الوقت المناسب. حاول مجددًا.',
    forbidden: 'لا يمكنك الكتابة إلينا بهذا الحساب.',
    refused: 'هذه الرسالة غير مقبولة هنا.',
    held: 'وصلت رسالتك. سيراجعها أحدنا قبل عرضها.',
    'rate-limited': 'طلبات كثيرة دفعة واحدة. انتظر قليلًا ثم حاول مجددًا.',
    'too-large': 'هذا الملف كبير جدًا.',
    'unsupported-type': 'هذا النوع من الملفات غير مقبول.',
    'not-found': 'هذا لم يعد موجودًا.',
    'outbox-full': 'هناك الكثير بانتظار الإرسال. انتظر حتى تعود متصلًا.',
    other: 'حدث خطأ ما. حاول مجددًا.',
  },
};
