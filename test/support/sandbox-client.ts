import { setTimeout as delay } from 'node:timers/promises';

/** A withdrawal as the sandbox itself knows it. */
export interface SandboxTransaction {
  readonly id: string;
  readonly walletId: string;
  readonly asset: string;
  readonly blockchain: string;
  readonly to: string;
  readonly amount: string;
  readonly note: string | null;
  readonly createdWithNote: string | null;
  readonly initiatorId: string;
  readonly status: string;
  readonly offers: number;
  readonly verdicts: readonly boolean[];
  readonly createdAt: string;
}

/** What the sandbox sent to a chain. */
export interface SandboxBroadcast {
  readonly transactionId: string;
  readonly note: string | null;
  readonly walletId: string;
  readonly asset: string;
  readonly to: string;
  readonly amount: string;
  readonly reverted: boolean;
}

export interface SandboxWallet {
  readonly id: string;
  readonly name: string;
  readonly accounts: readonly { readonly asset: string; readonly blockchain: string; readonly balance: string }[];
}

export interface RogueWithdrawal {
  readonly walletId: string;
  readonly asset: string;
  readonly blockchain: string;
  readonly address: string;
  readonly amount: string;
  readonly note?: string;
}

const patienceMs = 10_000;

/** The sandbox's control API: makes it misbehave, and asks for its own books. */
export class SandboxClient {
  constructor(
    private readonly controlUrl: string,
    private readonly graphqlUrl: string,
  ) {}

  /** For the next creations with this text in their note. */
  async misbehave(note: string, ...scenarios: readonly object[]): Promise<void> {
    await this.call(
      'POST',
      '/scenarios',
      scenarios.map((scenario) => ({ note, ...scenario })),
    );
  }

  async change(settings: object): Promise<void> {
    await this.call('PATCH', '/settings', settings);
  }

  transactions(): Promise<SandboxTransaction[]> {
    return this.call('GET', '/transactions');
  }

  transaction(id: string): Promise<SandboxTransaction> {
    return this.call('GET', `/transactions/${id}`);
  }

  /** Those created with this text in their note, the oldest first. */
  async createdWith(note: string): Promise<SandboxTransaction[]> {
    return (await this.transactions()).filter(({ createdWithNote }) => createdWithNote?.includes(note));
  }

  async broadcasts(): Promise<SandboxBroadcast[]> {
    return (await this.call<{ broadcasts: SandboxBroadcast[] }>('GET', '/broadcasts')).broadcasts;
  }

  /** What people can do to a transaction from outside: `offer` it to the approver again, or end it. */
  async make(id: string, happen: 'offer' | 'settle' | 'fail' | 'cancel'): Promise<void> {
    await this.call('POST', `/transactions/${id}/${happen}`);
  }

  /** Somebody at the organisation starts a withdrawal that the ledger knows nothing of. */
  async rogue(withdrawal: RogueWithdrawal): Promise<string> {
    return (await this.call<{ id: string }>('POST', '/rogue-withdrawal', withdrawal)).id;
  }

  /** The provider says something else of a transaction than is true, or with `{}` the truth again. */
  async misreport(id: string, report: object): Promise<void> {
    await this.call('PUT', `/transactions/${id}/misreport`, report);
  }

  /** Whatever else the control API does to the world; `path` begins after `/control`. */
  async control<Answer>(method: 'POST' | 'PUT' | 'GET', path: string, body?: object): Promise<Answer> {
    return this.call(method, path, body);
  }

  /** People at the provider may edit a note. `loginToken` of the API Admin. */
  async editNote(id: string, note: string | null, loginToken: string): Promise<void> {
    const login = await this.ask<{ getApiUserAccessToken: string }>(
      'query Q { getApiUserAccessToken }',
      {},
      loginToken,
    );
    const text =
      'mutation U($data: TransactionUpdateInput!, $where: TransactionWhereUniqueInput!) { updateTransaction(data: $data, where: $where) { id note } }';
    await this.ask(text, { data: { note }, where: { id } }, login.getApiUserAccessToken);
  }

  /** The provider corrects what a transaction has cost. */
  async changeFee(id: string, fee: string): Promise<void> {
    await this.call('POST', `/transactions/${id}/fee`, { fee });
  }

  /** The provider sweeps deposit wallets. @returns the transaction's id */
  async sweep(wish: { walletIds: readonly string[]; asset: string; blockchain: string; toWalletId?: string }) {
    return (await this.call<{ id: string }>('POST', '/sweeps', wish)).id;
  }

  async setBalance(walletId: string, balance: { asset: string; blockchain: string; balance: string }): Promise<void> {
    await this.call('PUT', `/wallets/${walletId}/balance`, balance);
  }

  /** What stands in its wallets. */
  async walletsInBooks(): Promise<readonly SandboxWallet[]> {
    return (await this.call<{ wallets: readonly SandboxWallet[] }>('GET', '/books')).wallets;
  }

  /** Waits until this transaction is as wanted. */
  async until(id: string, wanted: (transaction: SandboxTransaction) => boolean): Promise<SandboxTransaction> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const transaction = await this.transaction(id);
      if (wanted(transaction)) return transaction;
      if (Date.now() > deadline) throw new Error(`Not as wanted in time: ${JSON.stringify(transaction)}`);
      await delay(20);
    }
  }

  private async call<Answer>(method: string, path: string, body?: object): Promise<Answer> {
    const init = body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {};
    const response = await fetch(`${this.controlUrl}${path}`, { method, ...init });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  }

  private async ask<Data>(query: string, variables: object, token: string): Promise<Data> {
    const response = await fetch(this.graphqlUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
    if (errors) throw new Error(JSON.stringify(errors));
    return data;
  }
}

/** Nothing more happens to it by itself. */
export function hasEnded({ status }: SandboxTransaction): boolean {
  return status !== 'PendingApproval' && status !== 'Processing';
}
