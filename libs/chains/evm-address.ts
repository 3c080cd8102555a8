import { keccak_256 } from '@noble/hashes/sha3.js';
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { badAddress, goodAddress, isUniform, type AddressCheck, type AddressFamily } from './address-check.js';

const shape = /^0x[0-9a-fA-F]{40}$/;
/** The precompiled contracts and 0x…dEaD are among the lowest numbers. */
const lowest = /^0{36}/;
const burns: ReadonlySet<string> = new Set([
  'dead000000000000000042069420694206942069',
  'dead00000000000000000000000000000000dead',
  'deaddeaddeaddeaddeaddeaddeaddeaddeaddead',
]);

/** Ethereum and the chains that took over its addresses; mixed case carries the checksum of EIP-55. */
export const evmAddresses: AddressFamily = {
  check: checkEvmAddress,
  same: (a, b) => a.toLowerCase() === b.toLowerCase(),
};

function checkEvmAddress(text: string): AddressCheck {
  if (!shape.test(text)) return badAddress('wrong-format');
  const digits = text.slice(2);
  if (isMixedCase(digits) && digits !== withChecksum(digits)) return badAddress('bad-checksum');
  return isForbidden(digits.toLowerCase()) ? badAddress('forbidden-address') : goodAddress;
}

function isMixedCase(digits: string): boolean {
  return digits !== digits.toLowerCase() && digits !== digits.toUpperCase();
}

function withChecksum(digits: string): string {
  const lower = digits.toLowerCase();
  const hash = bytesToHex(keccak_256(utf8ToBytes(lower)));
  return lower.replace(/[a-f]/g, (letter, index: number) =>
    Number(`0x${hash[index]}`) >= 8 ? letter.toUpperCase() : letter,
  );
}

function isForbidden(digits: string): boolean {
  return lowest.test(digits) || burns.has(digits) || isUniform(hexToBytes(digits));
}
