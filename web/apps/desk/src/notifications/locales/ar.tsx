/** Arabic (Modern Standard): plain and polite, addressed to everybody. */
import { pluralOf } from '../../i18n/numbers';
import type en from './en';

const plural = pluralOf('ar');

const ar: typeof en = {
  whatReachesMe: 'ما يصلني وأين',
  whatReachesMeLead: 'ما تطّلع عليه الآن لا يُرسل إليك مجددًا، وما قرأته لا يُرسل بالبريد.',
  what: 'ماذا',
  here: 'هنا',
  email: 'البريد الإلكتروني',
  push: 'إشعارات الجهاز',
  sms: 'رسائل SMS',
  types: {
    'ticket-response': { label: 'الردود', about: 'وصل رد على أحد الطلبات.' },
    'ticket-update': { label: 'تغييرات الطلبات', about: 'تغيّرت حالة أحد الطلبات.' },
    'chat-message': { label: 'رسائل المحادثات', about: 'وصلت رسالة في إحدى المحادثات.' },
    assigned: { label: 'المسندة إليّ', about: 'أُسند إليك طلب أو محادثة.' },
    mentioned: { label: 'الإشارات', about: 'أشار إليك أحد الزملاء في ملاحظة.' },
    'sla-at-risk': { label: 'مواعيد مهددة', about: 'اقترب موعد متعهد به.' },
    system: { label: 'الإعلانات', about: 'ما ينبغي أن يعرفه الجميع هنا.' },
  },
  atOnce: 'فورًا',
  everyHour: 'كل ساعة',
  onceADay: 'مرة في اليوم',
  never: 'أبدًا',
  notSetUp: 'لم يُفعّل مكتب الدعم هذه الوسيلة.',
  noAddress: 'لا نعرف عنوان بريدك.',
  mailCameBack: 'ارتدت الرسائل المرسلة إلى عنوانك.',
  addPhone: 'أضف رقم هاتفك أدناه.',
  turnOnDevice: 'فعّلها لأحد الأجهزة أدناه.',
  loadingSettings: 'جارٍ تحميل إعداداتك',
  notSaved: (why) => `لم يُحفظ التغيير. ${why}`,
  saved: 'حُفظ',

  pushMessages: 'إشعارات الجهاز',
  pushLead: 'تصل إلى الجهاز حتى عندما لا تكون أي من صفحاتنا مفتوحة.',
  devices: 'الأجهزة',
  sendsNoPush: 'لا يرسل مكتب الدعم إشعارات إلى الأجهزة.',
  pushUnsupported:
    'لا يستطيع هذا المتصفح استقبال الإشعارات هنا. على iPhone أو iPad يصبح ذلك ممكنًا بعد إضافة هذه الصفحة إلى الشاشة الرئيسية («مشاركة»، ثم «إضافة إلى الشاشة الرئيسية»).',
  pushBlocked:
    'إشعارات هذا الموقع محظورة في هذا المتصفح. للسماح بها، اضغط الرمز المجاور للعنوان، واختر «السماح» للإشعارات، ثم أعد تحميل هذه الصفحة.',
  turnOnHere: 'تفعيل لهذا الجهاز',
  browserWillAsk: 'سيسألك متصفحك عما إذا كنت تسمح بذلك.',
  aBrowser: 'متصفح',
  messageOnItsWay: (device) => `الرسالة في طريقها إلى ${device}`,
  itWasNotSent: 'لم تُرسل',
  deviceNotRemoved: (device) => `تعذّرت إزالة ${device}`,
  thisDevice: 'هذا الجهاز',
  since: (time) => <>فُعّل: {time}</>,
  sinceAndLast: (time, last) => (
    <>
      فُعّل: {time}، آخر رسالة: {last}
    </>
  ),
  sendTestTo: (device) => `إرسال رسالة تجريبية إلى ${device}`,
  test: 'تجربة',
  removeDevice: (device) => `إزالة ${device}`,

  whenIDontRead: 'عندما لا أقرأ',
  whenIDontReadLead:
    'ما يبقى غير مقروء هنا يمكن أن يصلك بوسيلة أخرى. يُرسل مرة واحدة، ولا يُرسل إذا كنت قد قرأته قبل ذلك.',
  noOtherWay: 'لم يُفعّل مكتب الدعم أي وسيلة أخرى.',
  whenUnread: (type) => `${type}: عند عدم القراءة`,
  sendBy: (type) => `${type}: الإرسال عبر`,
  dont: 'لا تُرسل',
  after: (wait) => `بعد ${wait}`,
  minutes: (count) =>
    plural(count, {
      one: 'دقيقة واحدة',
      two: 'دقيقتين',
      few: '# دقائق',
      many: '# دقيقة',
      other: '# دقيقة',
    }),
  hours: (count) =>
    plural(count, {
      one: 'ساعة واحدة',
      two: 'ساعتين',
      few: '# ساعات',
      many: '# ساعة',
      other: '# ساعة',
    }),

  sendsNoMail: 'لا يرسل مكتب الدعم رسائل بالبريد.',
  noAddressSignIn: 'لا نعرف عنوان بريدك. سجّل الدخول بعنوان لتصلك رسائلنا.',
  mailGoesTo: (address) => <>تُرسل الرسائل إلى {address}.</>,
  mailUndeliverable:
    'ارتدت الرسائل المرسلة إلى هذا العنوان لتعذّر تسليمها، لذلك لا نرسل إليه المزيد. وعندما يصبح لحسابك عنوان آخر، تُرسل الرسائل إليه.',

  mute: 'كتم',
  unmute: 'إلغاء الكتم',
  muteThis: { chat: 'كتم هذه المحادثة', ticket: 'كتم هذا الطلب' },
  unmuteThis: { chat: 'إلغاء كتم هذه المحادثة', ticket: 'إلغاء كتم هذا الطلب' },
  muteWhat: 'لن يصلك عنها بريد أو إشعار على الجهاز أو رسالة SMS. وستجدها في قائمة إشعاراتك.',
  mutedConversations: 'المحادثات المكتومة',
  mutedLead: 'يمكنك كتم الطلب أو المحادثة من صفحته. ويبقى في قائمتك هنا.',
  noneMuted: 'لا شيء مكتوم.',
  aChat: 'محادثة',
  until: (time) => `حتى ${time}`,
  untilYouTurnOn: 'حتى تعيد تفعيلها',
  unmuteName: (name) => `إلغاء كتم ${name}`,
  forAnHour: 'لمدة ساعة',
  untilTomorrow: 'حتى صباح الغد',
  forAWeek: 'لمدة أسبوع',
  untilITurnOn: 'حتى أعيد تفعيلها',
  didNotWork: 'لم ينجح ذلك',
  isMuted: 'كُتمت: لن يُرسل منها شيء',
  isUnmuted: 'ستصلك أخبارها مجددًا',

  smsLead: 'فقط لما تختاره أعلاه. نرسل أولًا رمزًا إلى الرقم للتأكد من أنه لك.',
  sendsNoSms: 'لا يرسل مكتب الدعم رسائل SMS.',
  itWasNotRemoved: 'تعذّرت الإزالة',
  confirmed: 'مؤكد',
  notConfirmed: 'غير مؤكد',
  change: 'تغيير',
  remove: 'إزالة',
  beginWithPlus: 'ابدأ بعلامة + ثم رمز الدولة، مثل ‎+49 151 12345678.',
  phoneNumber: 'رقم الهاتف',
  sendTheCode: 'إرسال الرمز',
  cancel: 'إلغاء',
  numberConfirmed: 'تم تأكيد رقمك',
  codeOnItsWay: (phone) => `رمز جديد في طريقه إلى ${phone}`,
  noCodeSent: 'لم يُرسل رمز جديد',
  codeHasSixDigits: 'يتكون الرمز من ستة أرقام.',
  codeFromSms: 'الرمز الوارد في رسالة SMS',
  confirm: 'تأكيد',
  sendAnother: 'إرسال رمز آخر',

  quietHours: 'ساعات الهدوء والملخصات',
  quietLead:
    'في ساعات الهدوء ينتظر البريد والإشعارات ورسائل SMS حتى تنتهي. ويصل البريد اليومي في الثامنة صباحًا.',
  leaveInPeace: 'عدم إزعاجي في ساعات معينة',
  from: 'من',
  to: 'إلى',
  beginningOn: 'ابتداءً من يوم',
  timeZone: 'المنطقة الزمنية',
  takeZone: (zone) => `استخدام ${zone}`,
  twoDifferentTimes: 'اختر وقتين مختلفين.',
  nothingSent: (from, to) => `لا يُرسل شيء من ${from} إلى ${to}.`,
  nothingSentOvernight: (from, to) => `لا يُرسل شيء من ${from} إلى ${to} من اليوم التالي.`,
};

export default ar;
