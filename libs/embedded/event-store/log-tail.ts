const bytesMax = 16 << 20;

interface Chunk {
  readonly start: number;
  readonly bytes: Buffer;
}

/** The end of the log in memory: what was written last is what is read most. */
export class LogTail {
  private chunks: Chunk[] = [];
  private size = 0;

  /** Takes what was just written; `start` is the position behind the chunk before. */
  push(start: number, bytes: Buffer): void {
    this.chunks.push({ start, bytes });
    this.size += bytes.length;
    if (this.size > bytesMax) this.dropOldest();
  }

  /** The bytes of the log in a range of positions that lies in one chunk. */
  find(start: number, end: number): Buffer | undefined {
    const first = this.chunks[0];
    if (first === undefined || start < first.start) return undefined;
    const chunk = this.chunkAt(start);
    if (chunk === undefined || end > chunk.start + chunk.bytes.length) return undefined;
    return chunk.bytes.subarray(start - chunk.start, end - chunk.start);
  }

  private chunkAt(position: number): Chunk | undefined {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((this.chunks[middle]?.start ?? 0) <= position) low = middle;
      else high = middle - 1;
    }
    return this.chunks[low];
  }

  /** Drops the older half at once, so that dropping costs nothing per chunk. */
  private dropOldest(): void {
    let at = 0;
    for (; this.size > bytesMax / 2; at++) this.size -= this.chunks[at]?.bytes.length ?? 0;
    this.chunks = this.chunks.slice(at);
  }
}
