import { assets, type Asset, type Chain } from '#libs/money/asset.js';

/** inabit's three vocabularies for blockchains: Platform `blockchain.code`, the approver's `network`, Terminal's slug. */
export type CodeSpace = 'platform' | 'approver' | 'terminal';

/**
 * The only place where chains are translated; whatever is not in it is unknown, never guessed. The approver's and
 * Terminal's codes are documented. The Platform's are sampled nowhere: they are taken to be the approver's until a live
 * account has shown them, and a wrong guess only makes assets unpayable (`chain-not-offered`).
 */
const codes: Readonly<Record<Exclude<Chain, 'fiat'>, Readonly<Record<CodeSpace, string>>>> = {
  bitcoin: { platform: 'BTC', approver: 'BTC', terminal: 'bitcoin' },
  bsc: { platform: 'BSC', approver: 'BSC', terminal: 'binance-smart-chain' },
  ethereum: { platform: 'ETH', approver: 'ETH', terminal: 'ethereum' },
  'ethereum-sepolia': { platform: 'ethereum-sepolia', approver: 'ethereum-sepolia', terminal: 'ethereum-sepolia' },
  polygon: { platform: 'MATIC', approver: 'MATIC', terminal: 'MATIC' },
  tron: { platform: 'TRON', approver: 'TRON', terminal: 'tron' },
};

/** Undefined for the rail of the banks, which is none of the provider's. */
export function chainCode(space: CodeSpace, chain: Chain): string | undefined {
  return chain === 'fiat' ? undefined : codes[chain][space];
}

/** The pinned asset that a token code and a chain code of one vocabulary mean; undefined for anything unknown. */
export function assetByCodes(space: CodeSpace, tokenCode: string, code: string): Asset | undefined {
  return assets.find(({ token, chain }) => token === tokenCode && chainCode(space, chain) === code);
}
