// The words of the components in Arabic.

import type { Messages } from './messages';

interface Forms {
  one: string;
  two: string;
  few: string;
  many: string;
  other: string;
}

const rules = new Intl.PluralRules('ar');

/** A number of things; `#` in a form stands for the number. */
function some(count: number, { other, ...forms }: Forms): string {
  const form = (forms as Partial<Record<Intl.LDMLPluralRule, string>>)[rules.select(count)];
  return (form ?? other).replace('#', String(count));
}

const THINGS: Forms = {
  one: 'إشعار واحد',
  two: 'إشعاران',
  few: '# إشعارات',
  many: '# إشعارًا',
  other: '# إشعار',
};
const NOUNS: Partial<Record<string, Forms>> = {
  'ticket-response': {
    one: 'رد واحد',
    two: 'ردان',
    few: '# ردود',
    many: '# ردًا',
    other: '# رد',
  },
  'ticket-update': {
    one: 'تغيير واحد',
    two: 'تغييران',
    few: '# تغييرات',
    many: '# تغييرًا',
    other: '# تغيير',
  },
  'chat-message': {
    one: 'رسالة واحدة',
    two: 'رسالتان',
    few: '# رسائل',
    many: '# رسالة',
    other: '# رسالة',
  },
  mentioned: {
    one: 'إشارة واحدة',
    two: 'إشارتان',
    few: '# إشارات',
    many: '# إشارة',
    other: '# إشارة',
  },
};

export const arabic: Messages = {
  locale: 'ar',
  bell: {
    label: (unread) => (unread === 0 ? 'الإشعارات' : `الإشعارات، غير المقروء منها ${unread}`),
    title: 'الإشعارات',
    markAllRead: 'وضع علامة «مقروء» على الكل',
    markRead: (title) => `وضع علامة «مقروء»: ${title}`,
    unread: 'غير مقروء: ',
    show: 'عرض',
    all: 'الكل',
    onlyUnread: 'غير المقروءة',
    loading: 'جارٍ التحميل…',
    older: 'عرض الأقدم',
    retry: 'حاول مجددًا',
    none: 'لا جديد. تصلك هنا أخبار الردود والتغييرات في طلباتك.',
    noneUnread: 'لا شيء غير مقروء.',
    noneOfKind: 'لا شيء من هذا النوع.',
    today: 'اليوم',
    earlier: 'سابقًا',
    justNow: 'الآن',
    settings: 'الإعدادات',
    allow: 'عرض الإشعارات على هذا الجهاز',
    blocked: 'الإشعارات على هذا الجهاز محظورة في إعدادات المتصفح.',
    arrived: (count, title) =>
      count === 1 ? `إشعار جديد: ${title}` : `جديد: ${some(count, THINGS)}`,
    several: (count, type, read, place) =>
      `${read ? '' : 'جديد: '}${some(count, (type && NOUNS[type]) || THINGS)} في ${place}`,
    ticket: (number) => `الطلب رقم ${number}`,
    yourTicket: 'طلبك',
    yourChat: 'محادثتك',
    types: {
      'ticket-response': 'الردود',
      'ticket-update': 'تغييرات الطلبات',
      'chat-message': 'رسائل المحادثة',
      assigned: 'المسندة إليك',
      mentioned: 'الإشارات',
      'sla-at-risk': 'مواعيد معرّضة للتأخر',
      system: 'الإعلانات',
    },
  },
  search: {
    label: 'البحث في مركز المساعدة',
    placeholder: 'صِف الأمر بكلماتك',
    clear: 'مسح البحث',
    articles: 'المقالات',
    searches: 'عمليات البحث',
    didYouMean: (words) => `هل تقصد «${words}»؟`,
    none: 'لا توجد مقالة مناسبة. جرّب كلمات أخرى.',
    failed: 'البحث لا يستجيب الآن.',
    count: (options) =>
      `${some(options, {
        one: 'اقتراح واحد',
        two: 'اقتراحان',
        few: '# اقتراحات',
        many: '# اقتراحًا',
        other: '# اقتراح',
      })}، انتقل بينها بمفاتيح الأسهم.`,
  },
  contact: {
    title: 'اكتب إلينا',
    subject: 'العنوان',
    subjectHint: 'ببضع كلمات',
    description: 'ماذا حدث؟',
    descriptionHint: 'ما الذي فعلته، وما الذي توقعته، وما الذي حدث بدلًا من ذلك.',
    subjectMissing: 'قل لنا ببضع كلمات ما الموضوع.',
    descriptionMissing: 'أخبرنا بما حدث.',
    tooLong: (max) => `يُرجى ألا يتجاوز النص ${max} حرفًا.`,
    attach: 'إرفاق ملفات',
    files: 'الملفات',
    removeFile: (name) => `إزالة ${name}`,
    uploading: 'في انتظار الملفات…',
    fileFailed: 'تعذّر رفعه ولن يُرسل',
    articles: 'قد تجد الإجابة في إحدى هذه المقالات',
    articlesFound: (count) =>
      `${some(count, {
        one: 'مقالة واحدة قد تفيد',
        two: 'مقالتان قد تفيدان',
        few: '# مقالات قد تفيد',
        many: '# مقالة قد تفيد',
        other: '# مقالة قد تفيد',
      })}، أسفل العنوان.`,
    solves: 'هذا يجيب عن سؤالي',
    solved: 'يسرّنا ذلك. لم يُرسل سؤالك.',
    send: 'إرسال',
    sending: 'جارٍ الإرسال…',
    sent: (number) => `وصلنا طلبك رقم ${number}. سنعلمك عندما نرد.`,
    another: 'كتابة طلب آخر',
  },
  tickets: {
    label: 'طلباتي',
    none: 'ليس لديك طلبات بعد.',
    loading: 'جارٍ تحميل الطلبات',
    more: 'عرض المزيد',
    retry: 'حاول مجددًا',
    pending: 'جارٍ الإرسال…',
    number: (number) => `#${number}`,
    updated: (when) => `آخر تحديث ${when}`,
    status: {
      open: 'مفتوح',
      'in-progress': 'قيد المعالجة',
      resolved: 'تم الحل',
      closed: 'مغلق',
    },
    priority: { low: 'منخفضة', medium: 'متوسطة', high: 'عالية', urgent: 'عاجلة' },
  },
  chat: {
    title: 'تحدث معنا',
    withAgent: (name) => `محادثة مع ${name}`,
    log: 'الرسائل',
    greeting: 'مرحبًا! كيف يمكننا مساعدتك؟',
    away: 'لا أحد متاح الآن. اترك رسالة وسنكتب إليك.',
    awayUntil: (when) => `لا أحد متاح الآن. سنعود ${when}.`,
    leave: 'ترك الرسالة',
    left: (ticket) => `شكرًا لك. رسالتك هي الطلب رقم ${ticket}؛ سنكتب إليك.`,
    placeholder: 'اكتب رسالة',
    message: 'رسالتك',
    send: 'إرسال',
    attach: 'إرفاق ملفات',
    removeFile: (name) => `إزالة ${name}`,
    uploading: 'في انتظار الملفات…',
    waiting: 'نبحث لك عن أحد أفراد فريقنا.',
    position: (place) => `ترتيبك في قائمة الانتظار ${place}.`,
    typing: (name) => `${name ?? 'الطرف الآخر'} يكتب…`,
    ended: 'انتهت هذه المحادثة.',
    again: 'بدء محادثة أخرى',
    end: 'إنهاء المحادثة',
    you: 'أنت',
    agent: 'الدعم',
    system: 'ملاحظة',
    failed: 'لم تُرسل.',
    retry: 'حاول مجددًا',
    discard: 'تجاهل',
    earlierFailed: 'لم تُرسل في محادثة سابقة',
    offline: 'لا يوجد اتصال. ما تكتبه يُرسل عند عودته.',
    states: {
      queued: 'في الانتظار',
      sending: 'جارٍ الإرسال',
      held: 'قيد المراجعة',
      sent: 'أُرسلت',
      delivered: 'وصلت',
      seen: 'شوهدت',
    },
  },
};
