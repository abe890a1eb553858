// An XMLHttpRequest whose progress and end the test decides.

type Listener = (event: { loaded: number }) => void;

class Target {
  readonly #listeners = new Map<string, Listener[]>();

  addEventListener(name: string, listener: Listener): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listener]);
  }

  fire(name: string, event = { loaded: 0 }): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(event);
  }
}

export class FakeXhr extends Target {
  /** Every request that was sent, in order. */
  static sent: FakeXhr[] = [];
  /** Told of every request as it is sent. */
  static onSend: (request: FakeXhr) => void = () => {};

  readonly upload = new Target();
  readonly headers: Record<string, string> = {};
  method = '';
  url = '';
  status = 0;
  responseText = '';
  file: File | null = null;
  aborted = false;

  open(method: string, url: string): void {
    this.method = method;
    this.url = url;
  }

  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }

  getResponseHeader(): null {
    return null;
  }

  send(form: FormData): void {
    this.file = form.get('file') as File;
    FakeXhr.sent.push(this);
    FakeXhr.onSend(this);
  }

  abort(): void {
    this.aborted = true;
    this.fire('abort');
  }

  progress(loaded: number): void {
    this.upload.fire('progress', { loaded });
  }

  answer(status: number, body: unknown): void {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.fire('load');
  }

  /** The answer that a desk gives for this file. */
  succeed(): void {
    const { name = '', size = 0, type = '' } = this.file ?? {};
    const cid = `cid-${name}`;
    this.answer(200, { success: true, data: { cid, url: `/ipfs/${cid}`, size, type, name } });
  }
}
