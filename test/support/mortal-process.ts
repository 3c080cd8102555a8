import { stride } from './scale.js';

/** The process is gone: nothing of what it would have done next happens. */
export class ProcessEnded extends Error {
  override readonly name = 'ProcessEnded';
}

/** A process that ends at its n-th call to the outside, before that call or after it was carried out. */
export class MortalProcess {
  /** What it called, in order. */
  readonly calls: string[] = [];
  /** The call at which it ended: `append payout`, `createWithdrawal`. */
  endedAt: string | undefined;

  constructor(
    private readonly endsAt: number,
    private readonly when: 'before' | 'after',
  ) {}

  /** A port of this process, whose methods are all asynchronous calls to the outside. */
  port<Port extends object>(port: Port): Port {
    return new Proxy(port, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => this.call(nameOf(name, args), () => member.apply(target, args) as unknown);
      },
    });
  }

  private async call(name: string, work: () => unknown): Promise<unknown> {
    this.refuseTheDead();
    const isLast = this.calls.push(name) === this.endsAt;
    if (isLast && this.when === 'before') this.end(name);
    const result = await work();
    if (isLast) this.end(name);
    this.refuseTheDead();
    return result;
  }

  private end(name: string): never {
    this.endedAt = name;
    throw new ProcessEnded(`${this.when} ${name}`);
  }

  private refuseTheDead(): void {
    if (this.endedAt !== undefined) throw new ProcessEnded(`dead since ${this.endedAt}`);
  }
}

/**
 * At which of its calls lives of a process end, counted from 1: the first and the last of each name, and in
 * `npm run campaign` every one.
 */
export function endsAmong(calls: readonly string[]): number[] {
  const isEveryOne = stride(2) === 1;
  return calls.flatMap((name, index) => {
    const isOne = isEveryOne || calls.indexOf(name) === index || calls.lastIndexOf(name) === index;
    return isOne ? [index + 1] : [];
  });
}

/** With the kind of stream, for calls about one. */
function nameOf(method: string | symbol, [first]: readonly unknown[]): string {
  const isAboutStream = method === 'read' || method === 'append';
  return isAboutStream ? `${method} ${String(first).replace(/-.*/, '')}` : String(method);
}
