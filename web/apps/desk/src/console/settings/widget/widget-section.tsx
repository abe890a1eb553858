// The widget that other sites embed: how it looks, what it shows, who may embed it, and the snippet
// that puts it on a page; with a preview beside it.

import type { WidgetSettings } from '@frontdesk/client';
import { useFrontdesk } from '@frontdesk/react';
import {
  Checkbox,
  ChoiceChips,
  ErrorState,
  Loading,
  Select,
  TextArea,
  TextField,
} from '../../../ui';
import { useConsole } from '../../shared/console-context';
import { AdminsOnly, SaveBar, SectionBody } from '../section-body';
import { type SettingsDocument, useDocument } from '../use-document';
import { ColorField } from './color-field';
import { Snippet } from './snippet';
import styles from './widget.module.css';
import { firstErrorAt, MAX_OFFSET, offsetOf, originsOf } from './widget-draft';
import { WidgetPreview } from './widget-preview';

const KEY = ['widget-settings'];

const THEMES = [
  { value: 'auto', label: 'As the visitor’s system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;
const SIDES = [
  { value: 'left', label: 'Left' },
  { value: 'right', label: 'Right' },
] as const;
/** The visitor's own language. */
const THEIR_OWN = 'auto';
const LANGUAGES = [
  { value: THEIR_OWN, label: 'The visitor’s own' },
  { value: 'en', label: 'English' },
  { value: 'de', label: 'German' },
  { value: 'ar', label: 'Arabic' },
];
const PARTS = [
  {
    part: 'articles',
    label: 'Articles',
    hint: 'Search, popular articles, and answers while one writes.',
  },
  { part: 'chat', label: 'Chat', hint: 'Conversations with whoever is there.' },
  {
    part: 'messages',
    label: 'Messages',
    hint: 'A form while nobody is there; what is left becomes a ticket.',
  },
  { part: 'history', label: 'Earlier conversations', hint: 'To read them again.' },
] as const;

export function WidgetSection() {
  const { me } = useConsole();
  // The settings are for admins alone, to read as well.
  if (me.role !== 'admin') {
    return (
      <SectionBody title="Widget" lead="The chat that other sites embed.">
        <AdminsOnly />
      </SectionBody>
    );
  }
  return <Editor />;
}

function Editor() {
  const { api, url } = useFrontdesk();
  const document = useDocument<WidgetSettings>(
    KEY,
    (options) => api.widget.settings(options),
    (settings) => api.widget.setSettings(settings),
    'The widget is saved',
  );
  const { draft } = document;
  return (
    <SectionBody
      wide
      title="Widget"
      lead="Articles, chat and messages on any site of yours, by one line of HTML. What is saved here holds at once on every page that is loaded."
      foot={
        <SaveBar
          dirty={document.dirty}
          saving={document.saving}
          error={document.saveError}
          onSave={document.save}
          onReset={document.reset}
        />
      }
    >
      {document.loadError ? (
        <ErrorState error={document.loadError} onRetry={document.reload} />
      ) : null}
      {draft ? (
        <div className={styles.columns}>
          <div className={styles.editor}>
            <Snippet desk={url} />
            <Looks draft={draft} document={document} />
            <Words draft={draft} document={document} />
            <fieldset className={styles.group}>
              <legend className={styles.legend}>What it shows</legend>
              {PARTS.map(({ part, label, hint }) => (
                <Checkbox
                  key={part}
                  label={label}
                  hint={hint}
                  checked={draft[part]}
                  onChange={(shown) => document.change({ [part]: shown })}
                />
              ))}
            </fieldset>
            <TextArea
              label="Sites that may embed it"
              hint="One origin a line, such as https://shop.example.com. While it is empty, every site may."
              rows={3}
              spellCheck={false}
              value={draft.allowedOrigins.join('\n')}
              error={firstErrorAt(document.saveError, 'allowedOrigins')}
              onChange={(event) =>
                document.change({ allowedOrigins: originsOf(event.target.value) })
              }
            />
          </div>
          <WidgetPreview settings={draft} />
        </div>
      ) : document.loadError ? null : (
        <Loading label="Loading the widget’s settings" />
      )}
    </SectionBody>
  );
}

interface PartProps {
  draft: WidgetSettings;
  document: SettingsDocument<WidgetSettings>;
}

function Looks({ draft, document }: PartProps) {
  const { change, fieldError } = document;
  return (
    <div className={styles.group}>
      <ColorField
        value={draft.color}
        error={fieldError('color')}
        onChange={(color) => change({ color })}
      />
      <TextField
        label="Logo (optional)"
        hint="The https address of a square picture."
        inputMode="url"
        value={draft.logoUrl ?? ''}
        error={fieldError('logoUrl')}
        onChange={(event) => change({ logoUrl: event.target.value || null })}
      />
      <ChoiceChips
        showLabel
        label="Light or dark"
        options={THEMES}
        value={draft.theme}
        onChange={(theme) => change({ theme })}
      />
      <ChoiceChips
        showLabel
        label="Corner of the window"
        options={SIDES}
        value={draft.side}
        onChange={(side) => change({ side })}
      />
      <div className={styles.pair}>
        <TextField
          label="From the side (pixels)"
          type="number"
          min={0}
          max={MAX_OFFSET}
          value={draft.offsetX}
          error={fieldError('offsetX')}
          onChange={(event) => change({ offsetX: offsetOf(event.target.value) })}
        />
        <TextField
          label="From below (pixels)"
          type="number"
          min={0}
          max={MAX_OFFSET}
          value={draft.offsetY}
          error={fieldError('offsetY')}
          onChange={(event) => change({ offsetY: offsetOf(event.target.value) })}
        />
      </div>
    </div>
  );
}

function Words({ draft, document }: PartProps) {
  const { change, fieldError } = document;
  return (
    <div className={styles.group}>
      <TextField
        label="Name (optional)"
        hint="Whom visitors talk to; otherwise the desk’s name."
        maxLength={100}
        value={draft.name}
        error={fieldError('name')}
        onChange={(event) => change({ name: event.target.value })}
      />
      <TextField
        label="Greeting (optional)"
        hint="While it is empty, visitors are greeted in their own language."
        maxLength={200}
        value={draft.greeting}
        error={fieldError('greeting')}
        onChange={(event) => change({ greeting: event.target.value })}
      />
      <TextArea
        label="Introduction (optional)"
        rows={2}
        maxLength={500}
        value={draft.introduction}
        error={fieldError('introduction')}
        onChange={(event) => change({ introduction: event.target.value })}
      />
      <TextArea
        label="How else to reach you (optional)"
        hint="Told to those who can’t write here: nobody vouches for them, and visitors are turned off."
        rows={2}
        maxLength={500}
        value={draft.contact}
        error={fieldError('contact')}
        onChange={(event) => change({ contact: event.target.value })}
      />
      <Select
        label="Language"
        options={LANGUAGES}
        value={draft.language ?? THEIR_OWN}
        onChange={(language) =>
          change({
            language: language === THEIR_OWN ? null : (language as WidgetSettings['language']),
          })
        }
      />
    </div>
  );
}
