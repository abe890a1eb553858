/**
 * A Vite plugin that builds the service worker as one script of its own, `/sw.js`: its name and
 * place never change, for they are what browsers know it by, and it shares no chunk with the app.
 */
import { resolve } from 'node:path';
import { build, type Plugin } from 'vite';

const NAME = 'sw.js';
const ENTRY = 'worker/index.ts';

export function serviceWorker(): Plugin {
  let root = '';
  let target: string | string[] | false | undefined;
  return {
    name: 'frontdesk:service-worker',
    configResolved(config) {
      root = config.root;
      target = config.build.target;
    },
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: NAME, source: await script(root, target, true) });
    },
    configureServer(server) {
      server.middlewares.use(`/${NAME}`, (_request, response, next) => {
        script(root, target, false).then((source) => {
          response.setHeader('Content-Type', 'text/javascript');
          response.setHeader('Cache-Control', 'no-cache');
          response.end(source);
        }, next);
      });
    },
  };
}

async function script(
  root: string,
  target: string | string[] | false | undefined,
  minify: boolean,
): Promise<string> {
  const built = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
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
