import { spawn, type ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { CompiledCheckout } from './compiled-checkout.js';

type Environment = Readonly<Record<string, string>>;

/** A launcher that runs, as a process. */
export class Launched {
  private readonly child: ChildProcess;
  private text = '';
  readonly ended: Promise<number | string>;

  constructor(checkout: CompiledCheckout, args: readonly string[], environment: Environment = {}) {
    this.child = spawn(process.execPath, [checkout.at('dist/apps/cli/main.js'), 'up', ...args], {
      env: { PATH: process.env['PATH'] ?? '', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (chunk: string) => (this.text += chunk));
    this.ended = new Promise((resolve) => {
      this.child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
    });
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get output(): string {
    return this.text;
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async shows(pattern: RegExp): Promise<void> {
    await eventually(
      () => pattern.test(this.text),
      () => `${pattern} in:\n${this.text}`,
    );
  }
}

export async function eventually(condition: () => boolean, what: () => string, msMax = 60_000): Promise<void> {
  for (const started = performance.now(); !condition(); await delay(20))
    if (performance.now() - started > msMax) throw new Error(`Not within ${msMax} ms: ${what()}`);
}
