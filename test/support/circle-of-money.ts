import { setTimeout as delay } from 'node:timers/promises';
import { LedgerHttp, type WithdrawalBody } from './ledger-http.js';
import type { LedgerStack } from './ledger-stack.js';

export interface MovementBody {
  readonly id: string;
  readonly status: string;
  readonly amount: string;
  readonly review?: { readonly reason: string } | null;
  /** Of a swap. */
  readonly output?: string | null;
}

export interface DepositBody {
  readonly status: string;
  readonly address: string | null;
  readonly credited_amount: string | null;
}

export interface CircleCounts {
  readonly payouts: number;
  readonly swaps: number;
  readonly transfers: number;
  readonly deposits: number;
  readonly fundings: number;
}

/** What became of everything that was begun. */
export interface CircleEnded {
  readonly payouts: readonly WithdrawalBody[];
  readonly swaps: readonly MovementBody[];
  readonly transfers: readonly MovementBody[];
  readonly deposits: readonly DepositBody[];
  readonly fundings: readonly MovementBody[];
}

export const payoutAmount = '1.25';
export const swapAmount = '10';
export const transferAmount = '3.5';
export const fundingAmount = '100.01';
const endMsMax = 180_000;
const betweenMs = 100;

/** Plays the circle of money as operators, the platform and players do, and asks again whenever nobody answers. */
export class CircleOfMoney {
  private readonly operator: LedgerHttp;
  private readonly platform: LedgerHttp;

  constructor(
    private readonly stack: LedgerStack,
    private readonly counts: CircleCounts,
  ) {
    this.operator = new LedgerHttp(stack.apiUrl, stack.apiKey);
    this.platform = new LedgerHttp(stack.apiUrl, stack.platformKey);
  }

  /** `address`: the player's; `begun`: everything has been asked for. */
  async play(address: string, begun: () => Promise<void>): Promise<CircleEnded> {
    const { payouts, swaps, transfers, deposits, fundings } = this.counts;
    const [paid, swapped, moved, , funded] = await Promise.all([
      spread(payouts, (index) => this.operator.request(payoutBody(index), `chaos-${index}`)),
      spread(swaps, (index) => this.begin('/v1/swaps', swapBody(index))),
      spread(transfers, (index) => this.begin('/v1/transfers', transferBody(index))),
      spread(deposits, (index) => this.deposit(address, depositAmountOf(index))),
      spread(fundings, (index) => this.begin('/v1/operators/acme/fundings', fundingBody(index))),
    ]);
    await this.sweep();
    await begun();
    return {
      payouts: await Promise.all(paid.map(({ id }) => this.operator.ended(id, endMsMax))),
      swaps: await Promise.all(swapped.map(({ id }) => this.ended(`/v1/swaps/${id}`))),
      transfers: await Promise.all(moved.map(({ id }) => this.ended(`/v1/transfers/${id}`))),
      deposits: await this.depositsEnded(address),
      fundings: funded,
    };
  }

  /** Legs of transfers go to it. */
  async operatorsAddress(): Promise<string> {
    const wallet = (await this.operator.get('/v1/wallets/wal_acme')) as {
      addresses: readonly { readonly chain: string; readonly address: string }[];
    };
    return wallet.addresses.find(({ chain }) => chain === 'tron')?.address ?? '';
  }

  private async begin(path: string, body: { readonly reference: string }): Promise<MovementBody> {
    return (await this.platform.post(path, body, body.reference)) as MovementBody;
  }

  private async ended(path: string): Promise<MovementBody> {
    for (const deadline = Date.now() + endMsMax; ; await delay(200)) {
      const movement = (await this.platform.get(path)) as MovementBody;
      if (movement.status !== 'pending' || movement.review) return movement;
      if (Date.now() > deadline) throw new Error(`Not ended in time: ${JSON.stringify(movement)}`);
    }
  }

  private async depositsEnded(address: string): Promise<readonly DepositBody[]> {
    for (const deadline = Date.now() + endMsMax; ; await delay(200)) {
      const { data } = (await this.operator.get('/v1/deposits?limit=100')) as { data: readonly DepositBody[] };
      const ours = data.filter((each) => each.address === address);
      const credited = ours.filter(({ status }) => status === 'confirmed');
      if (credited.length >= this.counts.deposits) return ours;
      if (Date.now() > deadline) throw new Error(`Not credited in time: ${JSON.stringify(ours)}`);
    }
  }

  /** Each amount is paid once: where nobody answered, the sandbox's own list says whether it was. */
  private async deposit(address: string, amount: string): Promise<void> {
    await this.untilDone(async () => {
      const known = await this.control<{ address: string; amount: string }[]>('GET', '/terminal/deposits');
      if (known.some((each) => each.address === address && each.amount === amount)) return;
      await this.control('POST', '/terminal/deposits', { address, amount });
    });
  }

  /** Of whatever has come in by now. */
  private async sweep(): Promise<void> {
    const { wallets } = await this.untilDone(() => this.control<{ wallets: Named[] }>('GET', '/world'));
    const walletIds = wallets.filter(({ name }) => name === 'Customer Deposits').map(({ id }) => id);
    const coin = { asset: 'USDT', blockchain: 'TRON' };
    await this.control('POST', '/sweeps', { walletIds, ...coin }).catch(() => undefined);
  }

  async playersAddress(): Promise<string> {
    const { widgets } = await this.control<{ widgets: (Named & { kind: string; apiKey: string })[] }>(
      'GET',
      '/terminal',
    );
    const key = widgets.find(({ kind }) => kind === 'customer-address')?.apiKey ?? '';
    const ask = async (path: string, body: object) => {
      const url = `${this.stack.controlUrl.replace(/control$/, 'terminal')}/v1/customer${path}`;
      return (await call<{ data: Record<string, string> }>('POST', url, body, key)).data;
    };
    const { id: customerUuid } = await ask('', { customerIdentifier: 'chaos@example.com' });
    const token = await ask('/address-token', { customerUuid });
    return (await ask('/address', { ...token, blockchain: 'tron', asset: 'USDT' }))['address'] ?? '';
  }

  control<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    return call<Answer>(method, `${this.stack.controlUrl}${path}`, body);
  }

  private async untilDone<Result>(work: () => Promise<Result>): Promise<Result> {
    for (let tries = 0; ; tries++) {
      try {
        return await work();
      } catch (error) {
        if (tries > 200) throw error;
        await delay(150);
      }
    }
  }
}

interface Named {
  readonly id: string;
  readonly name: string;
}

async function spread<Result>(count: number, begin: (index: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => {
      await delay(index * betweenMs);
      return begin(index);
    }),
  );
}

/** Half of them are the same payout to the same player: the worst case for matching. */
function payoutBody(index: number): object {
  const [even, odd] = ['TNRdqbyspDT2QYXmH8XnQtPjyKe3oBd3M6', 'THdaEUCAUL2GqUFbBVDSRg4PyMEKDFdx4v'];
  return {
    wallet_id: 'wal_acme',
    player_id: `player-${index % 2}`,
    amount: payoutAmount,
    asset: 'USDT@tron',
    destination: { address: index % 2 === 0 ? even : odd },
    reference: `chaos-${index}`,
  };
}

function swapBody(index: number) {
  const coins = { asset: 'USDC@ethereum', to_asset: 'USDT@tron' };
  return { wallet_id: 'wal_master', amount: swapAmount, ...coins, reference: `chaos-swap-${index}` };
}

function transferBody(index: number) {
  const wallets = { from_wallet_id: 'wal_master', to_wallet_id: 'wal_acme' };
  return { ...wallets, amount: transferAmount, asset: 'USDT@tron', reference: `chaos-transfer-${index}` };
}

function fundingBody(index: number) {
  const value_date = new Date().toISOString().slice(0, 10);
  const reference = `CHAOS-${index}`;
  return { amount: fundingAmount, asset: 'EUR@fiat', reference, value_date, evidence: 'chaos' };
}

/** Each its own, so that one can be told from another. */
export function depositAmountOf(index: number): string {
  return `7.${String(index + 1)
    .padStart(6, '0')
    .replace(/0+$/, '')}`;
}

async function call<Answer>(method: string, url: string, body?: object, key?: string): Promise<Answer> {
  const headers = { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) };
  const response = await fetch(url, { method, ...(body && { body: JSON.stringify(body), headers }) });
  if (!response.ok) throw new Error(`${method} ${url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}
