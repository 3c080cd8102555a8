import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A port that somebody needs, and how the operator can give them another one. */
export interface PortWish {
  readonly owner: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  readonly flag: string;
  /** The variable that gave the host, if one did. */
  readonly hostVariable?: string;
}

/** One line that names the port, who needs it, and the way out. */
export class PortProblem extends Error {
  override readonly name = 'PortProblem';
}

const pollMs = 100;

/**
 * Holds all wished ports for a moment, so that they are known to be free, and to be different, before anything starts.
 * @param patienceMs How long taken ports may take to become free: above 0 after a launcher that was killed.
 * @throws PortProblem
 */
export async function settlePorts<Name extends string>(
  wishes: Readonly<Partial<Record<Name, PortWish>>>,
  patienceMs = 0,
): Promise<ReadonlyMap<string, number>> {
  const entries = Object.entries<PortWish | undefined>(wishes).flatMap(([name, wish]) =>
    wish ? [{ name, wish }] : [],
  );
  refuseDuplicates(entries.map(({ wish }) => wish));
  const held: { name: string; server: net.Server }[] = [];
  try {
    for (const { name, wish } of entries) held.push({ name, server: await hold(wish, patienceMs) });
    return new Map(held.map(({ name, server }) => [name, portOf(server)]));
  } finally {
    await Promise.all(held.map(({ server }) => closed(server)));
  }
}

function refuseDuplicates(wishes: readonly PortWish[]): void {
  const byPort = new Map<number, PortWish>();
  for (const wish of wishes.filter(({ port }) => port !== 0)) {
    const other = byPort.get(wish.port);
    if (other)
      throw new PortProblem(`Port ${wish.port} is wanted by ${other.owner} and by ${wish.owner}; change ${wish.flag}`);
    byPort.set(wish.port, wish);
  }
}

async function hold(wish: PortWish, patienceMs: number): Promise<net.Server> {
  for (let waited = 0; ; waited += pollMs) {
    const result = await listen(wish);
    if (result instanceof net.Server) return result;
    if (result !== 'EADDRINUSE' || waited >= patienceMs) throw new PortProblem(explain(wish, result));
    await delay(pollMs);
  }
}

function explain({ port, host, owner, flag, hostVariable }: PortWish, code: string): string {
  const another = `choose another one with ${flag} N (or ${variableOf(flag)})`;
  if (code === 'EADDRINUSE') return `Port ${port} is taken, and ${owner} needs it: free it, or ${another}`;
  if (code === 'EACCES') return `Port ${port} may not be used by this user, and ${owner} needs it: ${another}`;
  if (hostVariable !== undefined)
    return `Address ${host} cannot be used (${code}), and ${owner} needs it: correct ${hostVariable}`;
  return `Port ${port} on ${host} cannot be used (${code}), and ${owner} needs it: ${another}`;
}

/** `--api-port` is `LEDGER_API_PORT`. */
export function variableOf(flag: string): string {
  return `LEDGER_${flag.slice(2).replaceAll('-', '_').toUpperCase()}`;
}

function listen({ port, host }: PortWish): Promise<net.Server | string> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

function portOf(server: net.Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('Not a TCP port');
  return address.port;
}

function closed(server: net.Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
