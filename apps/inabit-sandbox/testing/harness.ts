import { z } from 'zod';
import { startSandbox, type Sandbox, type SandboxOptions } from '#apps/inabit-sandbox/sandbox.js';
import { paceOf } from '#apps/inabit-sandbox/world/settings.js';
import { createWithdrawalText } from './documented-operations.js';
import { eventually } from './eventually.js';
import { Receiver, verdict, type Responder } from './receiver.js';

export const destination = 'TXLAQ63Xg1NAzckPwKHvzw7CSEmLMEqcdj';

const graphqlBody = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(z.looseObject({ message: z.string(), extensions: z.looseObject({ code: z.string() }).optional() }))
    .optional(),
});

const transaction = z.looseObject({
  id: z.string(),
  status: z.string(),
  reason: z.string().nullable(),
  offers: z.number(),
  verdicts: z.array(z.boolean()),
  hashes: z.array(z.string()),
  fee: z.string().nullable(),
  note: z.string().nullable(),
  createdWithNote: z.string().nullable(),
  initiatorId: z.string(),
  amount: z.string(),
});
export type Transaction = z.infer<typeof transaction>;

const ledger = z.object({
  broadcasts: z.array(
    z.looseObject({ transactionId: z.string(), note: z.string().nullable(), hash: z.string(), reverted: z.boolean() }),
  ),
  counts: z.record(
    z.string(),
    z.object({ created: z.number(), offered: z.number(), approved: z.number(), broadcast: z.number() }),
  ),
});

export interface WithdrawalWish {
  readonly note?: string;
  readonly address?: string;
  /** A JSON number, as text. */
  readonly amount?: string;
  readonly asset?: string;
  readonly blockchain?: string;
  readonly wallet?: number;
}

export interface HarnessOptions extends SandboxOptions {
  /** What the validation callback answers; yes, if nothing is said. */
  readonly respond?: Responder;
}

/** A sandbox at test speed with a validation callback, and a client that is logged in as API Admin. */
export class Harness {
  private constructor(
    readonly sandbox: Sandbox,
    readonly callback: Receiver,
    public token: string,
  ) {}

  static async start({ respond = () => verdict(true), settings, ...options }: HarnessOptions = {}): Promise<Harness> {
    const callback = await Receiver.start(respond);
    const pace = { ...paceOf('instant'), callbackUrl: callback.url };
    const starting = startSandbox({ ...options, settings: { ...pace, ...settings } });
    const sandbox = await starting.catch(async (error: unknown) => {
      await callback.stop();
      throw error;
    });
    const harness = new Harness(sandbox, callback, sandbox.adminLoginToken);
    harness.token = await harness.login(sandbox.adminLoginToken);
    return harness;
  }

  async stop(): Promise<void> {
    await this.sandbox.stop();
    await this.callback.stop();
  }

  async login(loginToken: string): Promise<string> {
    const { body } = await this.ask('query GetApiUserAccessToken { getApiUserAccessToken }', {}, loginToken);
    return z.string().parse(body.data?.['getApiUserAccessToken']);
  }

  /** @param variables an object, or its JSON text where digits matter. */
  async ask(query: string, variables: object | string = {}, token = this.token) {
    const response = await this.send(query, variables, token);
    const text = await response.text();
    return { status: response.status, text, body: graphqlBody.parse(JSON.parse(text)) };
  }

  send(query: string, variables: object | string, token: string): Promise<Response> {
    const json = typeof variables === 'string' ? variables : JSON.stringify(variables);
    return fetch(this.sandbox.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: `{"query":${JSON.stringify(query)},"variables":${json}}`,
    });
  }

  /** Sends `createWithdrawal` and gives back the bare response, or rejects when the connection breaks. */
  create(wish: WithdrawalWish = {}): Promise<Response> {
    return this.send(createWithdrawalText, this.withdrawalVariables(wish), this.token);
  }

  /** @returns the id of a withdrawal that was created and answered as it should be. */
  async created(wish: WithdrawalWish = {}): Promise<string> {
    const { body } = await this.ask(createWithdrawalText, this.withdrawalVariables(wish));
    return z.object({ createWithdrawal: z.object({ id: z.string() }) }).parse(body.data).createWithdrawal.id;
  }

  withdrawalVariables(wish: WithdrawalWish = {}): string {
    const { asset = 'USDT', blockchain = 'TRON', amount = '5', address = destination, note = 'note-1' } = wish;
    const wallet = this.wallet(wish.wallet);
    const account = wallet.accounts.find((each) => each.asset === asset && each.blockchain === blockchain);
    const ids = `"wallet":{"id":"${wallet.id}"},"financialAsset":{"id":"${account?.financialAssetId}"},"blockchain":{"id":"${account?.blockchainId}"}`;
    return `{"data":{${ids},"address":"${address}","amount":${amount},"note":${JSON.stringify(note)},"priority":"Medium"}}`;
  }

  wallet(index = 1) {
    const wallet = this.sandbox.wallets[index];
    if (!wallet) throw new Error(`no wallet ${index}`);
    return wallet;
  }

  async control(method: string, path: string, body?: object): Promise<unknown> {
    const init = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {};
    const response = await fetch(`${this.sandbox.controlUrl}${path}`, { method, ...init });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return response.json();
  }

  queue(...rules: object[]): Promise<unknown> {
    return this.control('POST', '/scenarios', rules);
  }

  async transactions(): Promise<Transaction[]> {
    return z.array(transaction).parse(await this.control('GET', '/transactions'));
  }

  async ledger() {
    return ledger.parse(await this.control('GET', '/broadcasts'));
  }

  async counts(note = 'note-1') {
    return (await this.ledger()).counts[note];
  }

  /** Waits until a withdrawal (the one with this id) is as wanted. */
  until(wanted: (transaction: Transaction) => boolean, id?: string): Promise<Transaction> {
    return eventually(async () => {
      const all = await this.transactions();
      return all.find((each) => (id === undefined || each.id === id) && wanted(each));
    }, 'the wanted state of a withdrawal');
  }

  async balance(asset = 'USDT', blockchain = 'TRON', wallet = 1): Promise<string | undefined> {
    const accounts = z.array(z.object({ asset: z.string(), blockchain: z.string(), balance: z.string() }));
    const world = z
      .object({ wallets: z.array(z.looseObject({ accounts })) })
      .parse(await this.control('GET', '/world'));
    return world.wallets[wallet]?.accounts.find((each) => each.asset === asset && each.blockchain === blockchain)
      ?.balance;
  }
}
