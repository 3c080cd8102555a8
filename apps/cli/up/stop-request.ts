/** npm passes on a Ctrl-C that the terminal has sent to us already. */
const sameRequestMs = 300;

/** The operator's wish to stop: Ctrl-C, SIGTERM, or a closed terminal. The second one does not wait. */
export class StopRequest {
  private readonly controller = new AbortController();

  constructor(onSecond: () => void) {
    let firstAt: number | undefined;
    const stop = (name: NodeJS.Signals) => {
      firstAt ??= performance.now();
      if (performance.now() - firstAt > sameRequestMs) onSecond();
      this.controller.abort(new Stopped(name));
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Rejects with Stopped. */
  async requested(): Promise<never> {
    return new Promise((_, reject) => {
      const refuse = () => reject(this.signal.reason);
      if (this.signal.aborted) refuse();
      this.signal.addEventListener('abort', refuse);
    });
  }
}

/** Thrown into whatever waits when a stop is requested. */
export class Stopped extends Error {
  override readonly name = 'Stopped';

  constructor(readonly by: NodeJS.Signals) {
    super(`Stopped by ${by}`);
  }
}
