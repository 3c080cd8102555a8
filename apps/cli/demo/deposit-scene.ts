import { setTimeout as delay } from 'node:timers/promises';
import { listAccounts } from '#projections/balances/balances.queries.js';
import { listWebhooks, type InboundWebhookRow } from '#projections/webhook-inbox/webhook-inbox.queries.js';
import { callJson } from './demo-http.js';
import { endMsMax, type DemoStage } from './demo-stage.js';
import type { Movement } from './ledger-client.js';

interface Deposit extends Omit<Movement, 'amount'> {
  readonly address: string | null;
  readonly credited_amount: string | null;
}

const paid = '40';
const claimed = '5000000';
const webhookMsMax = 20_000;

/** A player pays money back in; then somebody forges a webhook that says it was much more (INV-I3). */
export async function playDeposit(stage: DemoStage): Promise<Movement> {
  const address = await playersAddress(stage);
  const providerId = await stage.sandbox.pay(address, paid);
  const deposit = await creditedDeposit(stage, address);
  const amount = deposit.credited_amount ?? '0';
  if (deposit.status !== 'confirmed' || amount !== paid)
    throw new Error(`${paid} should have been credited: ${JSON.stringify(deposit)}`);
  const told = () => listWebhooks(stage.database, { subjectId: providerId }, { limit: 100 });
  const webhooks = await settled(told, (rows) => rows.length > 0);
  if (webhooks.length === 0) throw new Error('No webhook came');
  stage.print(
    `  A player pays ${paid} ${deposit.asset} back in: ${webhooks.length} webhooks, our own pull → ${deposit.status}`,
  );
  await playForgery(stage, { providerId, told, known: webhooks });
  return { ...deposit, amount };
}

interface Known {
  readonly providerId: string;
  readonly told: () => Promise<InboundWebhookRow[]>;
  readonly known: readonly InboundWebhookRow[];
}

async function playForgery({ sandbox, database, print }: DemoStage, { providerId, told, known }: Known): Promise<void> {
  const ids = new Set(known.map(({ webhook_id: id }) => id));
  const isForged = ({ webhook_id: id }: InboundWebhookRow) => !ids.has(id);
  const before = await listAccounts(database);
  await sandbox.forgeWebhook(providerId, claimed);
  const forged = (await settled(told, (rows) => rows.some(isForged))).find(isForged);
  const moved = JSON.stringify(await listAccounts(database)) !== JSON.stringify(before);
  print(
    `  A forged webhook says it was ${claimed} → ${forged?.status ?? 'lost'}, ${moved ? 'MONEY MOVED' : 'nothing moves'}`,
  );
  if (moved || !forged) throw new Error('The forged webhook should have been looked at, and have moved nothing');
}

/** When all webhooks have been looked at. */
async function settled(
  told: () => Promise<InboundWebhookRow[]>,
  isComplete: (rows: readonly InboundWebhookRow[]) => boolean,
): Promise<readonly InboundWebhookRow[]> {
  const deadline = Date.now() + webhookMsMax;
  for (;;) {
    const rows = await told();
    const isSettled = isComplete(rows) && rows.every(({ status }) => status !== 'received');
    if (isSettled || Date.now() > deadline) return rows;
    await delay(150);
  }
}

/** The address that the provider's Terminal gives a player of the operator's widget. */
async function playersAddress({ context: { sandbox } }: DemoStage): Promise<string> {
  const widget = sandbox.widgets?.find(({ kind }) => kind === 'customer-address');
  const ask = async <Data>(path: string, body: object): Promise<Data> => {
    const headers = { authorization: `Bearer ${widget?.apiKey ?? ''}` };
    const url = `${sandbox.terminalUrl ?? ''}${path}`;
    return (await callJson<{ data: Data }>(url, { method: 'POST', body, headers })).data;
  };
  const { id } = await ask<{ id: string }>('/v1/customer', { customerIdentifier: 'ada@example.com' });
  const token = await ask<object>('/v1/customer/address-token', { customerUuid: id });
  const coin = { blockchain: 'tron', asset: 'USDT' };
  const { address } = await ask<{ address: string }>('/v1/customer/address', { ...token, ...coin });
  return address;
}

async function creditedDeposit({ ledger, wallets }: DemoStage, address: string): Promise<Deposit> {
  const deadline = Date.now() + endMsMax;
  for (;;) {
    const path = `/v1/deposits?wallet_id=${wallets.deposits.walletId}`;
    const { data } = await ledger.get<{ data: readonly Deposit[] }>(path);
    const found = data.find((deposit) => deposit.address === address);
    if (found && (found.status !== 'pending' || Date.now() > deadline)) return found;
    if (Date.now() > deadline) throw new Error('The deposit was not seen');
    await delay(150);
  }
}
