import { keccak_256 } from '@noble/hashes/sha3.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bech32, createBase58check } from '@scure/base';

export type AddressKind = 'evm' | 'tron' | 'bitcoin';

const formats: Record<AddressKind, (payload: Uint8Array) => string> = {
  evm: (payload) => checksummed(Buffer.from(payload).toString('hex')),
  tron: (payload) => createBase58check(sha256).encode(Uint8Array.of(0x41, ...payload)),
  bitcoin: (payload) => bech32.encode('bc', [0, ...bech32.toWords(payload)]),
};

/** An address with a right checksum, made from at least 20 random bytes. */
export function addressOf(kind: AddressKind, random: Uint8Array): string {
  return formats[kind](random.subarray(0, 20));
}

/** The hash of a transaction as each chain writes it. */
export function hashOf(kind: AddressKind, hex: string): string {
  return kind === 'evm' ? `0x${hex}` : hex;
}

/** EVM addresses differ in upper and lower case only by their checksum. */
export function sameAddress(kind: AddressKind, left: string, right: string): boolean {
  return kind === 'evm' ? left.toLowerCase() === right.toLowerCase() : left === right;
}

/** EIP-55: a letter is upper case where the hash of the address has a digit of 8 or more. */
function checksummed(hex: string): string {
  const hash = Buffer.from(keccak_256(Buffer.from(hex))).toString('hex');
  const letters = Array.from(hex, (letter, at) =>
    Number.parseInt(hash.charAt(at), 16) >= 8 ? letter.toUpperCase() : letter,
  );
  return `0x${letters.join('')}`;
}
