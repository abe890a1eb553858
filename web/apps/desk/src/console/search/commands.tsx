// What the command bar can do besides finding things: every shortcut that means something on this
// page, and the way to every view and every page of the settings.

import { useQuery } from '@tanstack/react-query';
import { CornerDownLeft, Inbox, Settings } from 'lucide-react';
import type { SearchGroup, SearchOption } from '../../ui';
import { useSavedViews } from '../inbox/queries';
import { SHORTCUTS, type ShortcutId } from '../keyboard/shortcuts';
import { availableShortcuts, runShortcut } from '../keyboard/use-shortcuts';
import { paths } from '../shared/paths';
import { isMeant } from './meant';

const SHOWN = 6;

/** These move or select in a list, which nobody does by words. */
const BY_KEY_ALONE: readonly ShortcutId[] = [
  'next',
  'previous',
  'select',
  'extendDown',
  'extendUp',
  'leave',
  'search',
];

const VIEWS: readonly { id: string; name: string }[] = [
  { id: 'mine', name: 'Mine' },
  { id: 'unassigned', name: 'Unassigned' },
  { id: 'all', name: 'All open' },
  { id: 'snoozed', name: 'Set aside' },
  { id: 'closed', name: 'Closed' },
];

export interface CommandWays {
  goTo: (path: string) => void;
  /** The bar closes first, so that what follows has the page's focus. */
  run: (command: () => void) => void;
}

/** None until something is typed. */
export function useCommands(typed: string, { goTo, run }: CommandWays): SearchGroup {
  const asked = typed.trim() !== '';
  const saved = useSavedViews().data ?? [];
  const sections = useQuery({
    queryKey: ['settings-sections'],
    queryFn: async () =>
      (await import('../settings/sections')).GROUPS.flatMap((group) =>
        group.sections.map(({ slug, label }) => ({ slug, label })),
      ),
    enabled: asked,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!asked) return { id: 'commands', options: [] };

  const able = availableShortcuts();
  const keys = SHORTCUTS.filter(
    ({ id, does }) => able.has(id) && !BY_KEY_ALONE.includes(id) && isMeant(does, typed),
  ).map(
    ({ id, key, does }): SearchOption => ({
      id: `do-${id}`,
      label: does,
      mark: <kbd>{key}</kbd>,
      icon: <CornerDownLeft size={16} aria-hidden />,
      onSelect: () => run(() => runShortcut(id)),
    }),
  );
  const views = [...VIEWS, ...saved]
    .map(({ id, name }) => ({ id, label: `Go to ${name}` }))
    .filter(({ label }) => isMeant(label, typed))
    .map(
      ({ id, label }): SearchOption => ({
        id: `view-${id}`,
        label,
        mark: 'View',
        icon: <Inbox size={16} aria-hidden />,
        onSelect: () => goTo(paths.view(id)),
      }),
    );
  const settings = (sections.data ?? [])
    .map(({ slug, label }) => ({ slug, label: `Settings: ${label}` }))
    .filter(({ label }) => isMeant(label, typed))
    .map(
      ({ slug, label }): SearchOption => ({
        id: `settings-${slug}`,
        label,
        icon: <Settings size={16} aria-hidden />,
        onSelect: () => goTo(paths.setting(slug)),
      }),
    );
  return {
    id: 'commands',
    label: 'Do',
    options: [...keys, ...views, ...settings].slice(0, SHOWN),
  };
}
