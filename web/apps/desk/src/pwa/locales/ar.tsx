/** العربية. */
import type en from './en';

const ar: typeof en = {
  offline: 'أنت غير متصل.',
  offlineText: 'ما قرأته مؤخرًا ما زال هنا.',
  newVersion: 'يوجد إصدار جديد',
  newVersionText: 'إنه جاهز. حمّله متى ناسبك.',
  load: 'تحميل',
};

export default ar;
