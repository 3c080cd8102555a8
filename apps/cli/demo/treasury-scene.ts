import { endMsMax, type DemoStage } from './demo-stage.js';
import type { Movement } from './ledger-client.js';

/** The Master Wallet is rebalanced by a swap, and then fills the operator's wallet (IN-10, IN-13). */
export async function playTreasury(stage: DemoStage): Promise<readonly Movement[]> {
  const { master, operator } = stage.wallets;
  const swap = await run(stage, '/v1/swaps', {
    wallet_id: master.walletId,
    amount: '5000',
    asset: 'USDC@ethereum',
    to_asset: 'USDT@tron',
    expected_output: '5000',
    slippage_bps_max: 50,
    reference: 'rebalance',
  });
  stage.print(`  The Master Wallet swaps ${swap.amount} ${swap.asset} into USDT@tron → ${swap.status}`);
  const transfer = await run(stage, '/v1/transfers', {
    from_wallet_id: master.walletId,
    to_wallet_id: operator.walletId,
    amount: '2500',
    asset: 'USDT@tron',
    reference: 'fill-acme',
  });
  stage.print(`  The Master Wallet sends Acme's wallet ${transfer.amount} ${transfer.asset} → ${transfer.status}`);
  return [swap, transfer];
}

async function run(
  { platform }: DemoStage,
  path: string,
  { reference, ...body }: { reference: string } & Readonly<Record<string, unknown>>,
): Promise<Movement> {
  const { id } = await platform.post<Movement>(path, { ...body, reference }, `demo-${reference}`);
  const ended = await platform.waitForEnd<Movement>(`${path}/${id}`, endMsMax);
  if (ended.status === 'confirmed') return ended;
  throw new Error(`${path}/${id} should have been confirmed, but it is ${JSON.stringify(ended)}`);
}
