/**
 * A Vite plugin that builds the service worker as one script of its own, `/sw.js`: its name and
 * place never change, for they are what browsers know it by, and it shares no chunk with the app.
 * It is told which files the app is made of, so any change of the app is a new worker.
 */
import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { build, type Plugin } from 'vite';
import type { Build } from '../worker/shell.ts';

const NAME = 'sw.js';
const ENTRY = 'worker/index.ts';
const CONSOLE = '/src/console/index.tsx';

/**
 * What is not fetched ahead: the other app, the documentation, PDF's engine, and words in
 * languages that the page does not speak (those it speaks, it has loaded).
 */
const LATER = [/\/src\/docs\//, /pdf/, /virtual:/, /\/locales\/(?!en)\w+\.tsx?$/];

type Target = string | string[] | false | undefined;

export function serviceWorker(): Plugin {
  let root = '';
  let target: Target;
  return {
    name: 'frontdesk:service-worker',
    configResolved(config) {
      root = config.root;
      target = config.build.target;
    },
    async generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const made = filesOf(
        chunks.map((chunk) => ({
          ...chunk,
          css: [...(chunk.viteMetadata?.importedCss ?? [])],
        })),
      );
      const source = await script({ root, target, minify: true, made });
      this.emitFile({ type: 'asset', fileName: NAME, source });
    },
    configureServer(server) {
      server.middlewares.use(`/${NAME}`, (_request, response, next) => {
        script({ root, target, minify: false, made: null }).then((source) => {
          response.setHeader('Content-Type', 'text/javascript');
          response.setHeader('Cache-Control', 'no-cache');
          response.end(source);
        }, next);
      });
    },
  };
}

/** A chunk of the build, as far as it is looked at here. */
export interface Chunk {
  fileName: string;
  isEntry: boolean;
  facadeModuleId: string | null;
  imports: readonly string[];
  dynamicImports: readonly string[];
  css: readonly string[];
}

/** The files of the app's parts; what every page begins with is not named again. */
export function filesOf(chunks: readonly Chunk[]): Build {
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const follow = (first: readonly Chunk[], isFollowed: (chunk: Chunk) => boolean) => {
    const found = new Set<Chunk>();
    const add = (chunk: Chunk | undefined): void => {
      if (!chunk || found.has(chunk)) return;
      found.add(chunk);
      for (const name of chunk.imports) add(byName.get(name));
      for (const name of chunk.dynamicImports) {
        const late = byName.get(name);
        if (late && isFollowed(late)) add(late);
      }
    };
    first.forEach(add);
    return [...found].flatMap(({ fileName, css }) => [fileName, ...css]);
  };
  const isLater = ({ facadeModuleId }: Chunk) =>
    LATER.some((pattern) => pattern.test(facadeModuleId ?? ''));
  const isConsole = ({ facadeModuleId }: Chunk) => facadeModuleId?.endsWith(CONSOLE) ?? false;

  const entries = chunks.filter(({ isEntry }) => isEntry);
  const entry = new Set(follow(entries, () => false));
  const rest = (files: string[]) =>
    [...new Set(files)].filter((file) => !entry.has(file)).map((file) => `/${file}`);
  const hash = createHash('sha256');
  for (const name of chunks.flatMap(({ fileName, css }) => [fileName, ...css]).sort()) {
    hash.update(`${name}\n`);
  }
  return {
    version: hash.digest('hex').slice(0, 16),
    entry: [...entry].map((file) => `/${file}`),
    portal: rest(follow(entries, (chunk) => !isLater(chunk) && !isConsole(chunk))),
    console: rest(follow(chunks.filter(isConsole), (chunk) => !isLater(chunk))),
  };
}

async function script({
  root,
  target,
  minify,
  made,
}: {
  root: string;
  target: Target;
  minify: boolean;
  made: Build | null;
}): Promise<string> {
  const built = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    define: { __BUILD__: JSON.stringify(made) },
    build: {
      write: false,
      minify,
      target,
      lib: { entry: resolve(root, ENTRY), formats: ['iife'], name: 'frontdeskWorker' },
    },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  if (!bundle || !('output' in bundle)) throw new Error('the service worker was not built');
  const [chunk] = bundle.output;
  return chunk.code;
}
