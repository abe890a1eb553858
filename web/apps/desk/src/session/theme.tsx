/** Light, dark, or as the system has it; kept for the next visit. */

import { Monitor, Moon, Sun } from 'lucide-react';
import { useEffect, useState } from 'react';
import { IconButton } from '../ui';
import { t } from '../ui/locales';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'frontdesk.theme';

export function readTheme(): Theme {
  try {
    const kept = localStorage.getItem(KEY);
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  } catch {
    return 'system';
  }
}

/** Puts the theme on <html>; called before the first paint as well. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => applyTheme(theme), [theme]);
  useEffect(() => {
    const onStorage = (event: StorageEvent) => {
      if (event.key === KEY) setTheme(readTheme());
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }, []);
  const choose = (next: Theme) => {
    try {
      if (next === 'system') localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, next);
    } catch {
      // Storage is blocked: the choice lasts as long as the page.
    }
    setTheme(next);
  };
  return [theme, choose];
}

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

const ORDER: readonly Theme[] = ['system', 'light', 'dark'];

/** One button that goes through the three. */
export function ThemeToggle() {
  const [theme, setTheme] = useTheme();
  const Icon = ICONS[theme];
  const next = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? 'system';
  return (
    <IconButton
      label={t.colours(t.theme[theme], t.theme[next])}
      icon={<Icon size={18} aria-hidden />}
      onClick={() => setTheme(next)}
    />
  );
}
