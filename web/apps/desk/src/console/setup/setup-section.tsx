// The list as a section of the settings: always there, also when it was put away.

import { WithWords } from '../../i18n';
import { AdminsOnly, SectionBody } from '../settings/section-body';
import { useConsole } from '../shared/console-context';
import { Checklist } from './checklist';
import { setUpWords, t } from './locales';

export function SetupSection() {
  return (
    <WithWords of={setUpWords}>
      <Section />
    </WithWords>
  );
}

function Section() {
  const { me } = useConsole();
  return (
    <SectionBody title={t.title} lead={t.lead}>
      {me.role === 'admin' ? <Checklist heading="h2" /> : <AdminsOnly />}
    </SectionBody>
  );
}
