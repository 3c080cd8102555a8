/** Bytes that a whole number from 0 takes as a protobuf varint. */
export function varintSize(value: number | bigint): number {
  let size = 1;
  for (let rest = value; rest >= 0x80; size++) rest = typeof rest === 'bigint' ? rest >> 7n : Math.floor(rest / 0x80);
  return size;
}

/** Bytes that a length-delimited field (number below 16) takes, given those of its content. */
export function fieldSize(contentSize: number): number {
  return 1 + varintSize(contentSize) + contentSize;
}

const varintType = 0;
const lengthDelimitedType = 2;

/** Writes protobuf fields one after the other into a buffer that has exactly their size. Field numbers below 16 only. */
export class ProtobufWriter {
  constructor(
    private readonly buffer: Buffer,
    public at: number,
  ) {}

  number(field: number, value: number | bigint): void {
    this.buffer[this.at++] = (field << 3) | varintType;
    this.varint(value);
  }

  /** Opens a nested message or a field of bytes: its content, of the given size, has to follow. */
  open(field: number, contentSize: number): void {
    this.buffer[this.at++] = (field << 3) | lengthDelimitedType;
    this.varint(contentSize);
  }

  bytes(field: number, content: Uint8Array): void {
    this.open(field, content.length);
    this.buffer.set(content, this.at);
    this.at += content.length;
  }

  /** Fields that are encoded already. */
  raw(content: Uint8Array): void {
    this.buffer.set(content, this.at);
    this.at += content.length;
  }

  ascii(field: number, content: string): void {
    this.open(field, content.length);
    this.at += this.buffer.write(content, this.at, 'latin1');
  }

  private varint(value: number | bigint): void {
    if (typeof value === 'bigint') return this.bigVarint(value);
    let rest = value;
    while (rest >= 0x80) {
      this.buffer[this.at++] = rest % 0x80 | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.buffer[this.at++] = rest;
  }

  private bigVarint(value: bigint): void {
    let rest = value;
    while (rest >= 0x80n) {
      this.buffer[this.at++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.buffer[this.at++] = Number(rest);
  }
}
