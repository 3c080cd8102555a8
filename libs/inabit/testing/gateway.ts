import { findAsset, type Asset } from '#libs/money/asset.js';
import { createInabitGateway, type InabitGateway, type InabitGatewayOptions } from '../create-inabit-gateway.js';
import type { WithdrawalRequest } from '../inabit-payments.js';
import { ManualClock } from './manual-clock.js';
import { MemoryLog } from './memory-log.js';
import { day_ms, jwt } from './tokens.js';

export interface GatewayUnderTest extends InabitGateway {
  readonly clock: ManualClock;
  readonly log: MemoryLog;
  readonly loginToken: string;
}

export function gatewayUnderTest(url: string, options: Partial<InabitGatewayOptions> = {}): GatewayUnderTest {
  const clock = new ManualClock();
  const log = new MemoryLog();
  const loginToken = jwt('configured-login', clock, 30 * day_ms);
  const defaults = { url, loginToken, organizationId: 'org-1', clock, log, confirmedDeclines: listedDeclines };
  const gateway = createInabitGateway({ ...defaults, ...options });
  return { ...gateway, clock, log, loginToken: options.loginToken ?? loginToken };
}

const listedDeclines = [{ pattern: '^Insufficient balance', code: 'insufficient-funds' }];

export function asset(name: string): Asset {
  const found = findAsset(name);
  if (!found) throw new Error(`No asset ${name}`);
  return found;
}

export function withdrawal(changes: Partial<WithdrawalRequest> = {}): WithdrawalRequest {
  return {
    walletId: 'wallet-1',
    asset: asset('USDT@tron'),
    amount: '12.5',
    address: 'TXYZopYRdj2D9XRtbG411XZZ3kM5VkAeBf',
    note: 'test-po_1-1',
    ...changes,
  };
}

/** What the Platform offers in the tests, as the body of its answers. */
export const offered = {
  financialAssets: `{"data":{"financialAssets":[
    {"id":"asset-usdt","code":"USDT","precision":6},
    {"id":"asset-eth","code":"ETH","precision":18},
    {"id":"asset-btc","code":"BTC","precision":7},
    {"id":"asset-usdc","code":"USDC","precision":6},
    {"id":"asset-usdc-2","code":"USDC","precision":6},
    {"id":"asset-trx","code":"TRX"}]}}`,
  blockchains: `{"data":{"blockchains":[
    {"id":"chain-tron","code":"TRON","name":"Tron"},
    {"id":"chain-eth","code":"ETH","name":"Ethereum"},
    {"id":"chain-btc","code":"BTC","name":"Bitcoin"},
    {"id":"chain-sepolia","code":"ethereum-sepolia","name":"Sepolia"},
    {"id":"chain-sepolia-2","code":"ethereum-sepolia","name":"Sepolia"}]}}`,
};
