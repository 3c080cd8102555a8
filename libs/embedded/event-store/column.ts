const chunkBits = 12;
const chunkLength = 1 << chunkBits;
const chunkMask = chunkLength - 1;

/** A growing list of numbers in typed arrays: outside the garbage collector's heap, and never copied when it grows. */
export class Column {
  private readonly chunks: (Uint32Array | Float64Array)[] = [];
  private size = 0;

  constructor(private readonly arrayType: typeof Uint32Array | typeof Float64Array) {}

  get length(): number {
    return this.size;
  }

  push(value: number): void {
    if (this.size === this.chunks.length * chunkLength) this.chunks.push(new this.arrayType(chunkLength));
    this.set(this.size++, value);
  }

  /** NaN outside of the list. */
  get(at: number): number {
    return this.chunks[at >>> chunkBits]?.[at & chunkMask] ?? Number.NaN;
  }

  set(at: number, value: number): void {
    const chunk = this.chunks[at >>> chunkBits];
    if (chunk === undefined) throw new RangeError(`No element ${at}`);
    chunk[at & chunkMask] = value;
  }
}
