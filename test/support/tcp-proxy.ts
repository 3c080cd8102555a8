import net from 'node:net';

/** What a direction of the proxy does to the bytes that pass. */
export interface Toxics {
  /** Milliseconds that each chunk waits, fixed or drawn. */
  readonly latencyMs?: number | (() => number);
  readonly bytesPerSecond?: number;
  /** Chunks are cut into pieces of this many bytes. */
  readonly sliceBytes?: number;
  /**
   * After this many more bytes everything disappears and no connection is closed: requests are carried out and their
   * answers lost, or the other way round. A connection that lost bytes stays dead when the toxic goes.
   */
  readonly blackholeAfterBytes?: number;
  /** Bytes wait until the toxic goes: they land late. */
  readonly hold?: boolean;
}

/** `request` runs from the client to the server, `response` back. */
export type Direction = 'request' | 'response';

/** A TCP proxy that injects the faults of a network; put in front of every dependency (failure model 2.1). */
export class TcpProxy {
  private readonly server = net.createServer((client) => this.accept(client));
  private readonly links = new Set<Link>();
  private readonly lanes = { request: new LaneState(), response: new LaneState() };
  private refusing = false;

  private constructor(private readonly targetPort: number) {}

  static async start(targetPort: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort);
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The proxy does not listen');
    return address.port;
  }

  get connections(): number {
    return this.links.size;
  }

  /** Replaces the toxics of a direction, for open connections too. */
  set(direction: Direction, toxics: Toxics): void {
    this.lanes[direction].set(toxics);
  }

  /** Takes every toxic away and lets new connections through. */
  heal(): void {
    this.refusing = false;
    this.set('request', {});
    this.set('response', {});
  }

  /** Resets the open connections. */
  reset(): void {
    for (const link of this.links) link.reset();
  }

  /** Resets the open connections and every new one until `heal`. */
  down(): void {
    this.refusing = true;
    this.reset();
  }

  async close(): Promise<void> {
    this.heal();
    this.reset();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  private accept(client: net.Socket): void {
    if (this.refusing) return void client.resetAndDestroy();
    const link = new Link(client, net.connect(this.targetPort, '127.0.0.1'), this.lanes);
    this.links.add(link);
    link.closed.then(
      () => this.links.delete(link),
      () => this.links.delete(link),
    );
  }
}

/** The toxics of a direction, shared by its connections. */
class LaneState {
  toxics: Toxics = {};
  private bytesLeft = Number.POSITIVE_INFINITY;
  private waiting: (() => void)[] = [];

  set(toxics: Toxics): void {
    this.toxics = toxics;
    this.bytesLeft = toxics.blackholeAfterBytes ?? Number.POSITIVE_INFINITY;
    if (toxics.hold) return;
    for (const go of this.waiting.splice(0)) go();
  }

  async whenReleased(): Promise<void> {
    while (this.toxics.hold) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  /** How many of these bytes still pass. */
  spend(bytes: number): number {
    const passing = Math.min(bytes, this.bytesLeft);
    this.bytesLeft -= passing;
    return passing;
  }
}

/** One connection through the proxy. */
class Link {
  readonly closed: Promise<unknown>;

  constructor(
    private readonly client: net.Socket,
    private readonly server: net.Socket,
    lanes: Record<Direction, LaneState>,
  ) {
    for (const socket of [client, server]) socket.setNoDelay(true).on('error', () => this.reset());
    const directions = [carry(client, server, lanes.request), carry(server, client, lanes.response)];
    this.closed = Promise.all(directions).finally(() => this.reset());
  }

  reset(): void {
    this.client.resetAndDestroy();
    this.server.resetAndDestroy();
  }
}

/**
 * Carries one direction until its sender is done. A direction that has lost bytes is dead: it swallows what comes, so
 * that the sender notices nothing, and never ends by itself.
 */
async function carry(from: net.Socket, to: net.Socket, state: LaneState): Promise<void> {
  const chunks: AsyncIterable<Buffer> = from;
  let dead: boolean = false;
  for await (const chunk of chunks) {
    for (const piece of dead ? [] : slices(chunk, state.toxics.sliceBytes)) {
      await delays(piece.length, state.toxics);
      await state.whenReleased();
      const passing: number = dead ? 0 : state.spend(piece.length);
      if (passing > 0) await write(to, piece.subarray(0, passing));
      if (passing < piece.length) dead = true;
    }
  }
  if (!dead) to.end();
}

function slices(chunk: Buffer, size = chunk.length): Buffer[] {
  const pieces: Buffer[] = [];
  for (let at = 0; at < chunk.length; at += size) pieces.push(chunk.subarray(at, at + size));
  return pieces;
}

async function delays(bytes: number, { latencyMs = 0, bytesPerSecond }: Toxics): Promise<void> {
  const latency = typeof latencyMs === 'function' ? latencyMs() : latencyMs;
  const sending = bytesPerSecond ? (bytes * 1_000) / bytesPerSecond : 0;
  if (latency + sending > 0) await new Promise((resolve) => setTimeout(resolve, latency + sending));
}

async function write(to: net.Socket, piece: Buffer): Promise<void> {
  await new Promise<void>((resolve) => to.write(piece, () => resolve()));
}
