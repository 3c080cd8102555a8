import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';

export interface WrittenFile {
  readonly bytes: number;
  readonly sha256: string;
}

export class NotWritable extends Error {
  override readonly name = 'NotWritable';
}

/**
 * A file that has its name only once it is whole. Until then it is `.<name>.<random>.partial`, so that neither a crash nor
 * another export of the same name leaves a file that looks whole.
 */
export class OutputFile {
  private readonly hash = createHash('sha256');
  private bytes = 0;

  private constructor(
    private readonly file: string,
    private readonly partial: string,
    private readonly handle: FileHandle,
  ) {}

  /** @throws NotWritable */
  static async create(file: string): Promise<OutputFile> {
    const existing = await stat(file).catch(() => undefined);
    // Renamed over, a device would be a file from then on.
    if (existing && !existing.isFile()) throw new NotWritable(`${file} is not a file`);
    const partial = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}.partial`);
    const handle = await open(partial, 'wx').catch((error: NodeJS.ErrnoException) => {
      throw new NotWritable(`${file} cannot be written: ${error.code ?? error.message}`, { cause: error });
    });
    return new OutputFile(file, partial, handle);
  }

  /** Resolves when the system has taken it, which is what holds the reading of the rows back. */
  async write(data: Uint8Array): Promise<void> {
    this.hash.update(data);
    this.bytes += data.length;
    await this.handle.writeFile(data);
  }

  get written(): number {
    return this.bytes;
  }

  async complete(): Promise<WrittenFile> {
    await this.handle.sync();
    await this.handle.close();
    await rename(this.partial, this.file);
    return { bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  async discard(): Promise<void> {
    await this.handle.close();
    await rm(this.partial, { force: true });
  }
}

/** @throws what `work` throws; the file is not there then. */
export async function writeWhole(file: string, work: (output: OutputFile) => Promise<void>): Promise<WrittenFile> {
  const output = await OutputFile.create(file);
  try {
    await work(output);
    return await output.complete();
  } catch (error) {
    await output.discard().catch(() => undefined);
    throw error;
  }
}
