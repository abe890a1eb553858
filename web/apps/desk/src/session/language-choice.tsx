/** The choice of the page's language: the browser's own list, each language by its own name. */
import { Languages } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { chooseLanguage, isLanguage, LANGUAGE_CODES, LANGUAGES, useLanguage } from '../i18n';
import { classes, errorMessage, useToast } from '../ui';
import { t } from '../ui/locales';
import styles from './language-choice.module.css';

/** A change draws the page anew: the focus goes back to where it was made. */
let hasJustChosen = false;

export default function LanguageChoice({ className }: { className?: string }) {
  const language = useLanguage();
  const toast = useToast();
  const field = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    if (hasJustChosen) field.current?.focus();
    hasJustChosen = false;
  }, []);
  const choose = async (code: string) => {
    if (!isLanguage(code)) return;
    hasJustChosen = true;
    try {
      await chooseLanguage(code);
    } catch (error) {
      hasJustChosen = false;
      toast({ tone: 'danger', title: t.languageNotThere, text: errorMessage(error) });
    }
  };
  return (
    <label className={classes(styles.choice, className)}>
      <Languages size={16} aria-hidden />
      <span className="visually-hidden">{t.language}</span>
      <select
        ref={field}
        className={styles.list}
        value={language}
        onChange={(event) => void choose(event.target.value)}
      >
        {LANGUAGE_CODES.map((code) => (
          <option key={code} value={code} lang={code} dir={LANGUAGES[code].dir}>
            {LANGUAGES[code].name}
          </option>
        ))}
      </select>
    </label>
  );
}
