/** العربية. */
import { number } from '../../../i18n/numbers';
import type en from './en';

const ar: typeof en = {
  title: 'إعداد المكتب',
  lead: 'ما هو موجود وما بقي عمله، ويُقرأ من المكتب كل مرة.',
  progress: 'الخطوات المنجزة',
  doneOf: (done, all) => `أُنجز ${number(done)} من ${number(all)}.`,
  allDone: 'كل شيء منجز.',
  done: 'منجز:',
  open: 'بقي:',
  newTab: '(في لسان جديد)',
  putAway: 'إخفاء',
  haveThem: 'توجد نسخ احتياطية',
  notAnyMore: 'لم تعد توجد',
  steps: {
    agents: {
      title: 'أحد غيرك',
      text: 'يأتي الموظفون برمز من تطبيقك أو بحساب.',
      action: 'كيف يسجّلون الدخول',
    },
    team: {
      title: 'فريق فيه أشخاص',
      text: 'تذهب المحادثات إلى من يستطيع الرد.',
      action: 'الفرق',
    },
    hours: {
      title: 'ساعات العمل',
      text: 'حتى تُضبط يُقال للعملاء إنكم موجودون دائمًا.',
      action: 'ساعات العمل',
    },
    brand: {
      title: 'اسمك وشعارك ولونك',
      text: 'لتبدو الأداة المضمّنة أداتك.',
      action: 'المظهر',
    },
    widget: {
      title: 'الأداة المضمّنة في موقعك',
      text: 'إعداداتها، وسطر HTML الذي يوضع في صفحاتك.',
      action: 'الأداة المضمّنة',
    },
    outgoingMail: {
      title: 'البريد الصادر',
      text: 'من لا ينظر إلى الصفحة يعلم بالردود بالبريد. يحتاج إلى SMTP_URL.',
      action: 'كيف يُرسل البريد',
    },
    incomingMail: {
      title: 'البريد الوارد',
      text: 'تصير الرسائل تذاكر، وتجد الردود محادثاتها.',
      action: 'كيف يُستقبل البريد',
    },
    article: {
      title: 'مقالة أولى',
      text: 'السؤال الأكثر تكرارًا، مجابًا مرة واحدة.',
      action: 'اكتبها',
    },
    searchModel: {
      title: 'البحث بالمعنى',
      text: 'يجد ما قيل بكلمات أخرى. اختياري، ويحتاج إلى SEARCH_MODEL.',
      action: 'كيف يُفعّل',
    },
    backups: {
      title: 'النسخ الاحتياطية',
      text: 'لا يعلم Frontdesk بها: قل ذلك بنفسك متى وُجدت، وجرّب استعادة إحداها.',
      action: 'كيف تُصنع',
    },
  },
};

export default ar;
