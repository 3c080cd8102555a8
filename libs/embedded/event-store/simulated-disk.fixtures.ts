import path from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FileSystem, LogFile } from './file-system.js';

const sectorBytes = 512;

interface SimulatedFile {
  /** What a reader gets. */
  current: Buffer;
  /** What survives a loss of power for sure. */
  durable: Buffer;
}

/** A disk in memory that can lose its power and refuse its service. */
export class SimulatedDisk implements FileSystem {
  private files = new Map<string, SimulatedFile>();
  /** The files whose names survive a loss of power for sure. */
  private durableNames = new Set<string>();
  private off = false;
  /** Called before each write (`write`) and flush (`sync`); what it throws is the disk's answer. */
  fault: (operation: 'write' | 'sync') => void = () => undefined;

  async makeDirectory(): Promise<void> {}

  list(directory: string): Promise<string[]> {
    const inside = [...this.files.keys()].filter((file) => path.dirname(file) === directory);
    return Promise.resolve(inside.map((file) => path.basename(file)));
  }

  open(file: string): Promise<LogFile> {
    const empty = { current: Buffer.alloc(0), durable: Buffer.alloc(0) };
    const opened = this.files.get(file) ?? empty;
    this.files.set(file, opened);
    return Promise.resolve(new SimulatedLogFile(opened, (operation) => this.serve(operation)));
  }

  readWhole(file: string): Promise<Buffer | undefined> {
    const found = this.files.get(file);
    return Promise.resolve(found === undefined ? undefined : Buffer.from(found.current));
  }

  async replace(file: string, content: Buffer): Promise<void> {
    await this.serve('write');
    this.files.set(file, { current: Buffer.from(content), durable: Buffer.from(content) });
  }

  async remove(file: string): Promise<void> {
    await this.serve('write');
    this.files.delete(file);
  }

  async syncDirectory(): Promise<void> {
    await this.serve('sync');
    this.durableNames = new Set(this.files.keys());
  }

  content(file: string): Buffer {
    return this.files.get(file)?.current ?? Buffer.alloc(0);
  }

  /** A disk on which a file has other content. */
  with(file: string, content: Buffer): SimulatedDisk {
    const copy = new SimulatedDisk();
    for (const [name, { current }] of this.files) copy.put(name, current);
    copy.put(file, content);
    return copy;
  }

  without(file: string): SimulatedDisk {
    const copy = this.with(file, Buffer.alloc(0));
    copy.files.delete(file);
    return copy;
  }

  get names(): string[] {
    return [...this.files.keys()].sort();
  }

  /**
   * Turns it off in the middle of whatever it does, and gives what is found when it is turned on again. Of what was not
   * flushed each sector is old or new, as `coin` says: true is new.
   */
  losePower(coin: () => boolean): SimulatedDisk {
    this.off = true;
    const found = new SimulatedDisk();
    for (const [name, { current, durable }] of this.files) {
      if (!this.durableNames.has(name) && coin()) continue;
      found.put(name, mixed(current, durable, coin));
    }
    return found;
  }

  /** The same disk for the next process after this one was killed: nothing is lost, and nothing is flushed by that. */
  afterKill(): SimulatedDisk {
    this.off = true;
    const found = new SimulatedDisk();
    for (const [name, file] of this.files) found.files.set(name, { ...file });
    found.durableNames = new Set(this.durableNames);
    return found;
  }

  private put(name: string, content: Buffer): void {
    this.files.set(name, { current: Buffer.from(content), durable: Buffer.from(content) });
    this.durableNames.add(name);
  }

  /** Takes its time, for ever once it is off. */
  private async serve(operation: 'write' | 'sync'): Promise<void> {
    if (this.off) await new Promise(() => undefined);
    this.fault(operation);
    if (operation === 'sync') await nextTurn();
    if (this.off) await new Promise(() => undefined);
  }
}

function mixed(current: Buffer, durable: Buffer, coin: () => boolean): Buffer {
  const length = coin() ? current.length : durable.length;
  const content = Buffer.alloc(length);
  for (let at = 0; at < length; at += sectorBytes) {
    const source = coin() ? current : durable;
    content.set(source.subarray(at, Math.min(at + sectorBytes, length)), at);
  }
  return content;
}

class SimulatedLogFile implements LogFile {
  constructor(
    private readonly file: SimulatedFile,
    private readonly serve: (operation: 'write' | 'sync') => Promise<void>,
  ) {}

  async write(bytes: Buffer, at: number): Promise<void> {
    await this.serve('write');
    const grown = Buffer.alloc(Math.max(this.file.current.length, at + bytes.length));
    this.file.current.copy(grown);
    bytes.copy(grown, at);
    this.file.current = grown;
  }

  async sync(): Promise<void> {
    const flushed = Buffer.from(this.file.current);
    await this.serve('sync');
    this.file.durable = flushed;
  }

  read(at: number, length: number): Promise<Buffer> {
    return Promise.resolve(this.readSync(at, length));
  }

  readSync(at: number, length: number): Buffer {
    return Buffer.from(this.file.current.subarray(at, at + length));
  }

  async truncate(length: number): Promise<void> {
    await this.serve('write');
    this.file.current = Buffer.from(this.file.current.subarray(0, length));
  }

  async close(): Promise<void> {}
}
