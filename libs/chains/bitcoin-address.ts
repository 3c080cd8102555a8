import { bech32, bech32m } from '@scure/base';
import { badAddress, goodAddress, isUniform, type AddressCheck, type AddressFamily } from './address-check.js';
import { readBase58Address } from './base58-address.js';

const base58Shape = /^[1-9A-HJ-NP-Za-km-z]{25,35}$/;
const segwitShape = /^(?:bc1[02-9ac-hj-np-z]{11,87}|BC1[02-9AC-HJ-NP-Z]{11,87})$/;
const testSegwitShape = /^(?:tb1|bcrt1|TB1|BCRT1)[02-9ac-hj-np-zAC-HJ-NP-Z]{11,87}$/;
const payToHash: ReadonlySet<number> = new Set([0x00, 0x05]);
const payToHashInTests: ReadonlySet<number> = new Set([0x6f, 0xc4]);
const burns: ReadonlySet<string> = new Set([
  '1BitcoinEaterAddressDontSendf59kuE',
  '1CounterpartyXXXXXXXXXXXXXXXUWLpVr',
]);

/** Bitcoin's main network: P2PKH, P2SH, SegWit version 0 (BIP 173) and Taproot (BIP 350). */
export const bitcoinAddresses: AddressFamily = {
  check: (text) => {
    if (segwitShape.test(text)) return checkSegwit(text, 'bc');
    if (testSegwitShape.test(text)) return ofTestNetwork(text);
    return base58Shape.test(text) ? checkBase58(text) : badAddress('wrong-format');
  },
  same: (a, b) => a === b || (segwitShape.test(a) && a.toLowerCase() === b.toLowerCase()),
};

function checkBase58(text: string): AddressCheck {
  const address = readBase58Address(text);
  if (address.status === 'unreadable') return badAddress('wrong-format');
  if (payToHashInTests.has(address.version) && address.status === 'valid') return badAddress('wrong-chain');
  if (!payToHash.has(address.version)) return badAddress('wrong-format');
  if (address.status === 'bad-checksum') return badAddress('bad-checksum');
  return burns.has(text) || isUniform(address.hash) ? badAddress('forbidden-address') : goodAddress;
}

function ofTestNetwork(text: string): AddressCheck {
  const prefix = text.slice(0, text.indexOf('1')).toLowerCase();
  return checkSegwit(text, prefix).ok ? badAddress('wrong-chain') : badAddress('wrong-format');
}

/** Version 0 has the old checksum and 20 or 32 bytes, version 1 the new one and 32; later versions do not exist yet. */
function checkSegwit(text: string, prefix: string): AddressCheck {
  const old = readSegwit(text, bech32);
  const taproot = readSegwit(text, bech32m);
  const read = old ?? taproot;
  if (!read) return badAddress('bad-checksum');
  if (read.prefix !== prefix || !read.program) return badAddress('wrong-format');
  const { length } = read.program;
  const fits = old ? read.version === 0 && (length === 20 || length === 32) : read.version === 1 && length === 32;
  if (!fits) return badAddress(isOtherVariant(read.version, old !== undefined) ? 'bad-checksum' : 'wrong-format');
  return isUniform(read.program) ? badAddress('forbidden-address') : goodAddress;
}

function isOtherVariant(version: number | undefined, isOld: boolean): boolean {
  return isOld ? version !== 0 : version === 0;
}

function readSegwit(text: string, variant: typeof bech32) {
  const decoded = variant.decodeUnsafe(text);
  if (!decoded) return undefined;
  const [version, ...words] = decoded.words;
  return { prefix: decoded.prefix, version, program: variant.fromWordsUnsafe(words) };
}
