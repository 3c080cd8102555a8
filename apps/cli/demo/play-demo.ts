import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '#libs/read-store/database.js';
import { differences, readBooks } from './books.js';
import { playLateFee, playSweep } from './cost-scene.js';
import type { DemoContext } from './demo-context.js';
import { endMsMax, type DemoStage } from './demo-stage.js';
import { openWallets } from './demo-wallets.js';
import { playDeposit } from './deposit-scene.js';
import { playEvidence } from './evidence-scene.js';
import { LedgerClient, type Movement, type Withdrawal } from './ledger-client.js';
import { playFinance } from './finance-scene.js';
import { playOperator } from './operator-scene.js';
import { balanceTable, movementTable, payoutTable } from './report.js';
import { SandboxClient } from './sandbox-client.js';
import { story, type Scene } from './story.js';
import { playTreasury } from './treasury-scene.js';

const rogueMsMax = 20_000;

/** Moves sandbox money and shows what happened. @throws when it did not go as it should. */
export async function playDemo(context: DemoContext): Promise<void> {
  const { print, apiUrl, apiKey, platformKey, databaseUrl } = context;
  const database = openDatabase({ url: databaseUrl, applicationName: 'demo', connectionsMax: 1 });
  try {
    print('');
    await playAll({
      context,
      ledger: new LedgerClient(apiUrl, apiKey),
      platform: new LedgerClient(apiUrl, platformKey),
      sandbox: new SandboxClient(context.sandbox.controlUrl),
      database,
      wallets: await openWallets(context),
      print,
    });
  } finally {
    await database.close();
  }
}

async function playAll(stage: DemoStage): Promise<void> {
  const { signal } = stage.context;
  await stage.sandbox.setNetworkFees({ TRON: '1.1', ETH: '0.00021', BTC: '0.00000673' });
  const movements: Movement[] = [await playOperator(stage), ...(await playTreasury(stage))];
  const ended: Withdrawal[] = [];
  for (const scene of story) {
    signal.throwIfAborted();
    ended.push(await play(scene, stage));
  }
  signal.throwIfAborted();
  movements.push(await playDeposit(stage));
  await playSweep(stage);
  await playLateFee(stage, ended);
  await playRogue(stage);
  await report(stage, movements, ended);
  await playFinance(stage);
  await playEvidence(stage, ended);
}

async function play(scene: Scene, { ledger, sandbox, wallets, print }: DemoStage): Promise<Withdrawal> {
  const { title, scenario, player, address, amount, asset, reference } = scene;
  if (scenario !== undefined) await sandbox.misbehaveNext(scenario);
  const { walletId: wallet_id } = wallets.operator;
  const request = { wallet_id, player_id: player, amount, asset, destination: { address }, reference };
  const { id } = await ledger.request(request, `demo-${reference}`);
  const withdrawal = await ledger.waitForEnd<Withdrawal>(`/v1/withdrawals/${id}`, endMsMax);
  const outcome = withdrawal.failure ? `${withdrawal.status}: ${withdrawal.failure.code}` : withdrawal.status;
  print(`  ${title} → ${outcome}`);
  return withdrawal;
}

/** A withdrawal that the log does not know: the gate refuses the signature, so nothing leaves. */
async function playRogue({ sandbox, wallets, print }: DemoStage): Promise<void> {
  const transactionId = await sandbox.rogueWithdrawal({
    walletId: wallets.master.providerWalletId,
    asset: 'USDT',
    blockchain: 'TRON',
    address: 'TYyApLTkV4oub6RqAdcii4KEfiEpZmvvWT',
    amount: '100000',
  });
  const deadline = Date.now() + rogueMsMax;
  let status = await sandbox.statusOf(transactionId);
  while (status === 'PendingApproval' && Date.now() < deadline) {
    await delay(150);
    status = await sandbox.statusOf(transactionId);
  }
  print(`  Somebody tries to empty the Master Wallet in the provider's own screen → ${status} by the gate`);
  if (status !== 'Rejected') throw new Error(`The gate should have refused ${transactionId}, but it is ${status}`);
}

async function report(
  { print, database, sandbox, wallets }: DemoStage,
  movements: readonly Movement[],
  ended: readonly Withdrawal[],
): Promise<void> {
  print('\nPayouts, and how often the provider sent each by its own books\n');
  print(payoutTable(ended, await sandbox.broadcasts()));
  print('\nOther movements\n');
  print(movementTable(movements));
  print('\nBalances by account and asset\n');
  const books = await readBooks(database, sandbox, Object.values(wallets));
  print(balanceTable(books));
  print('');
  if (differences(books.compared).length > 0) throw new Error("Our balances should have been the provider's own");
  const paid = ended.filter(({ status }) => status === 'confirmed').length;
  if (paid !== paidInStory) throw new Error(`${paidInStory} payouts should have been paid, ${paid} were`);
}

const paidInStory = story.filter(({ paid }) => paid).length;
