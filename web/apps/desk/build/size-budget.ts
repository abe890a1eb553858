/**
 * A Vite plugin that fails the build when a page's first load has grown beyond its limit. Counted is
 * the JavaScript that has to arrive before the page shows: the entry, the page's own modules where it
 * has some, and all that they import statically; compressed as the server hands it out.
 */
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';

export interface Budget {
  /** What it is called in messages. */
  name: string;
  /** What the page waits for beside the entry: modules that are imported late, by the end of their path. */
  modules?: readonly string[];
  /** Of JavaScript compressed by Brotli, in bytes. */
  maxBytes: number;
}

/** A chunk of the build, as far as it is looked at here. */
export interface Chunk {
  fileName: string;
  isEntry: boolean;
  /** Of the module that it was made for. */
  facadeModuleId: string | null;
  /** The names of the chunks that it can't do without. */
  imports: readonly string[];
}

/** The chunks of a page's first load. Throws where there is no such page. */
export function firstLoad(chunks: readonly Chunk[], { name, modules = [] }: Budget): string[] {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const needed = new Set<string>();
  const add = (fileName: string): void => {
    if (needed.has(fileName)) return;
    needed.add(fileName);
    for (const imported of byName.get(fileName)?.imports ?? []) add(imported);
  };
  for (const { isEntry, fileName } of chunks) if (isEntry) add(fileName);
  for (const module of modules) {
    const page = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(module));
    if (!page) throw new Error(`${name}: the build has no chunk of ${module}`);
    add(page.fileName);
  }
  return [...needed];
}

/** A sentence per budget that is overdrawn. */
export function overdrawn(
  budgets: readonly Budget[],
  sizes: ReadonlyMap<Budget, number>,
): string[] {
  return budgets.flatMap((budget) => {
    const size = sizes.get(budget) ?? 0;
    if (size <= budget.maxBytes) return [];
    return [
      `${budget.name}: ${kilobytes(size)} of JavaScript before the page shows, ` +
        `${kilobytes(budget.maxBytes)} at most. Load late what the page does not show at first.`,
    ];
  });
}

export function sizeBudget(budgets: readonly Budget[]): Plugin {
  let outDir = '';
  return {
    name: 'frontdesk:size-budget',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    writeBundle: {
      // After the compressed copies have been written.
      order: 'post',
      sequential: true,
      async handler(_options, bundle) {
        const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
        const sizes = new Map<Budget, number>();
        for (const budget of budgets) {
          const files = firstLoad(chunks, budget);
          const each = await Promise.all(files.map((file) => sizeAsServed(join(outDir, file))));
          const size = each.reduce((sum, bytes) => sum + bytes, 0);
          sizes.set(budget, size);
          this.info(`${budget.name}: ${kilobytes(size)} of ${kilobytes(budget.maxBytes)}`);
        }
        const problems = overdrawn(budgets, sizes);
        if (problems.length > 0) this.error(problems.join('\n'));
      },
    },
  };
}

/** What is too small to get smaller is handed out as it is. */
async function sizeAsServed(file: string): Promise<number> {
  const { size } = await stat(`${file}.br`).catch(() => stat(file));
  return size;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
