import { createHash } from 'node:crypto';

const base36_length = 23;

/** The n-th draw for a label is a hash of seed, label and n: the same seed gives the same ids, hashes and faults. */
export class SeededRandom {
  constructor(private readonly seed: string) {}

  bytes(label: string, n = 0): Buffer {
    return createHash('sha256').update(`${this.seed}\n${label}\n${n}`).digest();
  }

  hex(label: string, n = 0): string {
    return this.bytes(label, n).toString('hex');
  }

  /** Shaped like the provider's ids: `cl` and 23 lower-case letters and digits. */
  cuid(label: string, n = 0): string {
    const digits = BigInt(`0x${this.hex(label, n)}`).toString(36);
    return `cl${digits.padStart(base36_length, '0').slice(-base36_length)}`;
  }

  uuid(label: string, n = 0): string {
    const hex = this.hex(label, n);
    const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
    return [...parts, hex.slice(20, 32)].join('-');
  }

  /** Evenly spread over 0 (included) to 1 (excluded). */
  fraction(label: string, n = 0): number {
    return this.bytes(label, n).readUIntBE(0, 6) / 2 ** 48;
  }
}
