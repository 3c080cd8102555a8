import { close, constants, fdatasync, ftruncate, open, read, readSync, writeSync } from 'node:fs';
import { mkdir, open as openHandle, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** What the log needs of a file. Every method rejects or throws when it could not do all of what was asked. */
export interface LogFile {
  write(bytes: Buffer, at: number): Promise<void>;
  /** Resolves when everything written so far would survive a loss of power. */
  sync(): Promise<void>;
  /** Reads `length` bytes, fewer where the file ends. */
  read(at: number, length: number): Promise<Buffer>;
  readSync(at: number, length: number): Buffer;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}

/** The door to the disk, so that tests can make it fail. */
export interface FileSystem {
  makeDirectory(directory: string): Promise<void>;
  list(directory: string): Promise<string[]>;
  /** Opens for reading and writing; creates the file when it is missing. */
  open(file: string): Promise<LogFile>;
  readWhole(file: string): Promise<Buffer | undefined>;
  /** All or nothing: a reader finds the old content or the new. */
  replace(file: string, content: Buffer): Promise<void>;
  remove(file: string): Promise<void>;
  /** Makes created and removed names in the directory durable. */
  syncDirectory(directory: string): Promise<void>;
}

const fd = {
  open: promisify(open),
  read: promisify(read),
  datasync: promisify(fdatasync),
  truncate: promisify(ftruncate),
  close: promisify(close),
};

export const nodeFileSystem: FileSystem = {
  makeDirectory: async (directory) => {
    await mkdir(directory, { recursive: true });
  },
  list: (directory) => readdir(directory),
  open: async (file) => new NodeLogFile(await fd.open(file, constants.O_RDWR | constants.O_CREAT, 0o600)),
  readWhole: (file) => readFile(file).catch((error: unknown) => missing(error)),
  replace: async (file, content) => {
    const draft = `${file}.new`;
    await writeFile(draft, content, { mode: 0o600, flush: true });
    await rename(draft, file);
  },
  remove: (file) => rm(file, { force: true }),
  syncDirectory: async (directory) => {
    // Windows cannot open directories; its file system keeps names durable by itself.
    if (process.platform === 'win32') return;
    const handle = await openHandle(path.resolve(directory));
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
};

function missing(error: unknown): undefined {
  if (hasCode(error, 'ENOENT')) return undefined;
  throw error;
}

/** Whether the system gave this reason for an error. */
export function hasCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

class NodeLogFile implements LogFile {
  constructor(private readonly descriptor: number) {}

  /** At once: copying to the system's memory takes less time than asking another thread to do it. */
  async write(bytes: Buffer, at: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const bytesWritten = writeSync(this.descriptor, bytes, done, bytes.length - done, at + done);
      if (bytesWritten === 0) throw new Error('The disk takes no more bytes');
      done += bytesWritten;
    }
  }

  sync(): Promise<void> {
    return fd.datasync(this.descriptor);
  }

  async read(at: number, length: number): Promise<Buffer> {
    const target = Buffer.allocUnsafeSlow(length);
    for (let done = 0; done < length; ) {
      const { bytesRead } = await fd.read(this.descriptor, target, done, length - done, at + done);
      if (bytesRead === 0) return target.subarray(0, done);
      done += bytesRead;
    }
    return target;
  }

  readSync(at: number, length: number): Buffer {
    const target = Buffer.allocUnsafe(length);
    for (let done = 0; done < length; ) {
      const bytesRead = readSync(this.descriptor, target, done, length - done, at + done);
      if (bytesRead === 0) return target.subarray(0, done);
      done += bytesRead;
    }
    return target;
  }

  truncate(length: number): Promise<void> {
    return fd.truncate(this.descriptor, length);
  }

  close(): Promise<void> {
    return fd.close(this.descriptor);
  }
}
