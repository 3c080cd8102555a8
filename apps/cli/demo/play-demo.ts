import { setTimeout as delay } from 'node:timers/promises';
import { openDatabase } from '#libs/read-store/database.js';
import { listAccounts } from '#projections/balances/balances.queries.js';
import type { DemoContext } from './demo-context.js';
import { openWallets, type DemoWallets } from './demo-wallets.js';
import { LedgerClient, type Withdrawal } from './ledger-client.js';
import { balanceTable, payoutTable } from './report.js';
import { SandboxClient } from './sandbox-client.js';
import { story, type Scene } from './story.js';

const endMsMax = 60_000;
const rogueMsMax = 20_000;

/** Moves sandbox money and shows what happened. @throws when it did not go as it should. */
export async function playDemo(context: DemoContext): Promise<void> {
  const { print, apiUrl, apiKey } = context;
  const ledger = new LedgerClient(apiUrl, apiKey);
  const sandbox = new SandboxClient(context.sandbox.controlUrl);
  print('');
  const wallets = await openWallets(context);
  const ended: Withdrawal[] = [];
  for (const scene of story) {
    context.signal.throwIfAborted();
    ended.push(await play(scene, { ledger, sandbox, wallets, print }));
  }
  await playRogue({ sandbox, wallets, print });
  await report(context, sandbox, ended);
}

interface Stage {
  readonly ledger: LedgerClient;
  readonly sandbox: SandboxClient;
  readonly wallets: DemoWallets;
  readonly print: (line: string) => void;
}

async function play(scene: Scene, { ledger, sandbox, wallets, print }: Stage): Promise<Withdrawal> {
  const { title, scenario, player, address, amount, asset, reference } = scene;
  if (scenario !== undefined) await sandbox.misbehaveNext(scenario);
  const { walletId: wallet_id } = wallets.operator;
  const request = { wallet_id, player_id: player, amount, asset, destination: { address }, reference };
  const { id } = await ledger.request(request, `demo-${reference}`);
  const withdrawal = await ledger.waitForEnd(id, endMsMax);
  const outcome = withdrawal.failure ? `${withdrawal.status}: ${withdrawal.failure.code}` : withdrawal.status;
  print(`  ${title} → ${outcome}`);
  return withdrawal;
}

/** A withdrawal that the log does not know: the gate refuses the signature, so nothing leaves. */
async function playRogue({ sandbox, wallets, print }: Omit<Stage, 'ledger'>): Promise<void> {
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

async function report(context: DemoContext, sandbox: SandboxClient, ended: readonly Withdrawal[]): Promise<void> {
  const { print, databaseUrl } = context;
  const database = openDatabase({ url: databaseUrl, applicationName: 'demo', connectionsMax: 1 });
  try {
    print('\nPayouts, and how often the provider sent each by its own books\n');
    print(payoutTable(ended, await sandbox.broadcasts()));
    print('\nBalances by account and asset\n');
    print(balanceTable(await listAccounts(database)));
    print('');
  } finally {
    await database.close();
  }
  const paid = ended.filter(({ status }) => status === 'confirmed').length;
  if (paid !== paidInStory) throw new Error(`${paidInStory} payouts should have been paid, ${paid} were`);
}

const paidInStory = story.filter(({ paid }) => paid).length;
