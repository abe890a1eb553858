/** العربية. */
import { pluralOf } from '../../i18n/numbers';
import type en from './en';

const plural = pluralOf('ar');

const ar: typeof en = {
  documentation: 'الوثائق',
  lead: 'كيف تعمل بنظام Frontdesk، وكيف تبني عليه، وكيف تشغّله.',
  skip: 'انتقل إلى الصفحة',
  contents: 'المحتويات',
  onThisPage: 'في هذه الصفحة',
  search: 'ابحث في الوثائق',
  nothingFound: 'لا عنوان ولا عملية تحوي كل هذه الكلمات.',
  pages: 'الصفحات',
  operations: 'العمليات',
  toHelpCentre: 'مركز المساعدة',
  toConsole: 'لوحة العمل',
  previous: 'السابق',
  next: 'التالي',
  noPage: 'لا توجد صفحة كهذه',
  noPageText: 'ربما تغيّر اسمها. تجد كل الصفحات في البحث والمحتويات.',
  toContents: 'إلى النظرة العامة',
  sections: {
    agents: 'للموظفين',
    customers: 'للعملاء',
    admins: 'للمشرفين',
    developers: 'للمطوّرين',
    concepts: 'المفاهيم',
    operations: 'تشغيل Frontdesk',
    api: 'مرجع الواجهة البرمجية',
  },
  about: {
    agents: 'الرد والإسناد والردود الجاهزة والتأجيل والدمج.',
    customers: 'إيجاد الإجابات والكتابة والمحادثة ومتابعة ما يجري.',
    admins: 'الفرق وساعات العمل والقنوات والبحث والإشراف.',
    developers: 'الأداة المضمّنة وحزمة React وREST والمقابس.',
    concepts: 'ما المحادثة، ومن يستلمها، ولماذا لا يضيع شيء.',
    operations: 'التثبيت والإعداد والمراقبة والنسخ الاحتياطي.',
    api: 'كل عمليات واجهة REST مع أمثلة.',
  },
  operationCount: (count) =>
    plural(count, {
      one: 'عملية واحدة',
      two: 'عمليتان',
      few: '# عمليات',
      many: '# عملية',
      other: '# عملية',
    }),
  apiLead:
    'كل شيء تحت بادئة واحدة، بصيغة JSON، برمز وصول. الوصف نفسه ملفًا، وصفحةً بسيطة واحدة مع أحداث المقابس:',
  plainPage: 'صفحة بسيطة واحدة',
  errorCodes: 'رموز الأخطاء',
  parameters: 'المعاملات',
  name: 'الاسم',
  place: 'الموضع',
  type: 'النوع',
  meaning: 'المعنى',
  required: 'مطلوب',
  body: 'المتن',
  answers: 'الإجابات',
  status: 'الحالة',
  example: 'مثال',
  fieldsOf: (type) => `حقول ${type}`,
  copy: 'نسخ',
  copied: 'نُسخ',
  copyExample: 'انسخ المثال',
  access: {
    needed: 'يحتاج إلى رمز وصول',
    optional: 'يمكن إرسال رمز وصول',
    none: 'للجميع',
  },
};

export default ar;
