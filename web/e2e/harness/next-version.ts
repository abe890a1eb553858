// A desk behind a proxy that hands out a service worker of its own making: the same, or, after
// `release`, the next version of it.
import { once } from 'node:events';
import { createServer, type Server as HttpServer, request } from 'node:http';
import type { Server } from './server';

export class NextVersion {
  private version = 1;

  private constructor(
    private readonly http: HttpServer,
    readonly url: string,
  ) {}

  static async before(server: Server): Promise<NextVersion> {
    const http = createServer().listen(0, '127.0.0.1');
    await once(http, 'listening');
    const address = http.address();
    if (address === null || typeof address === 'string') throw new Error('no port was given');
    const proxy = new NextVersion(http, `http://127.0.0.1:${address.port}`);
    http.on('request', (asked, answer) => {
      const { host: _host, 'accept-encoding': _encoding, ...headers } = asked.headers;
      const onward = request(`${server.url}${asked.url}`, { method: asked.method, headers });
      onward.on('response', (came) => {
        const isWorker = asked.url === '/sw.js';
        const { etag: _etag, 'content-length': _length, ...kept } = came.headers;
        answer.writeHead(came.statusCode ?? 502, isWorker ? kept : came.headers);
        came.pipe(answer, { end: !isWorker });
        if (isWorker) came.on('end', () => answer.end(`\n// ${proxy.version}`));
      });
      onward.on('error', () => answer.destroy());
      asked.pipe(onward);
    });
    return proxy;
  }

  /** From now on there is a new version. */
  release(): void {
    this.version += 1;
  }

  async close(): Promise<void> {
    this.http.closeAllConnections();
    this.http.close();
    await once(this.http, 'close');
  }
}
