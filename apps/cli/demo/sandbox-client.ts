import { callJson } from './demo-http.js';

export interface Broadcast {
  readonly transactionId: string;
  readonly note: string | null;
}

export interface RogueWithdrawal {
  readonly walletId: string;
  readonly asset: string;
  readonly blockchain: string;
  readonly address: string;
  readonly amount: string;
}

export interface Coin {
  readonly asset: string;
  readonly blockchain: string;
}

export interface SandboxWallet {
  readonly id: string;
  readonly accounts: readonly { readonly asset: string; readonly blockchain: string; readonly balance: string }[];
}

/** The sandbox's control side: makes it misbehave, and asks its own books what it really sent. */
export class SandboxClient {
  constructor(private readonly controlUrl: string) {}

  async misbehaveNext(scenario: string): Promise<void> {
    await callJson(`${this.controlUrl}/scenarios`, { method: 'POST', body: { scenario } });
  }

  /** Somebody at the organisation starts a withdrawal that the ledger knows nothing of. @returns its transaction id */
  async rogueWithdrawal(withdrawal: RogueWithdrawal): Promise<string> {
    const { id } = await callJson<{ id: string }>(`${this.controlUrl}/rogue-withdrawal`, {
      method: 'POST',
      body: withdrawal,
    });
    return id;
  }

  /** What each transaction on a chain costs from now on, in its native coin. */
  async setNetworkFees(networkFees: Readonly<Record<string, string>>): Promise<void> {
    await callJson(`${this.controlUrl}/settings`, { method: 'PATCH', body: { networkFees } });
  }

  /** The provider corrects what a transaction has cost. */
  async changeFee(transactionId: string, fee: string): Promise<void> {
    await callJson(`${this.controlUrl}/transactions/${transactionId}/fee`, { method: 'POST', body: { fee } });
  }

  /** The provider moves all that deposit wallets hold of one coin into the Master Wallet. */
  async sweep(walletIds: readonly string[], coin: Coin): Promise<{ readonly id: string; readonly amount: string }> {
    return callJson(`${this.controlUrl}/sweeps`, { method: 'POST', body: { walletIds, ...coin } });
  }

  async statusOf(transactionId: string): Promise<string> {
    const { status } = await callJson<{ status: string }>(`${this.controlUrl}/transactions/${transactionId}`);
    return status;
  }

  async broadcasts(): Promise<readonly Broadcast[]> {
    const { broadcasts } = await callJson<{ broadcasts: readonly Broadcast[] }>(`${this.controlUrl}/broadcasts`);
    return broadcasts;
  }

  async wallets(): Promise<readonly SandboxWallet[]> {
    const { wallets } = await callJson<{ wallets: readonly SandboxWallet[] }>(`${this.controlUrl}/world`);
    return wallets;
  }

  async balanceOf(walletId: string, coin: Coin): Promise<string> {
    const wallet = (await this.wallets()).find(({ id }) => id === walletId);
    const account = wallet?.accounts.find((each) => each.asset === coin.asset && each.blockchain === coin.blockchain);
    if (!account) throw new Error(`The sandbox has no ${coin.asset} in ${walletId}`);
    return account.balance;
  }

  /** Changes what the provider says stands in a wallet, without any movement. */
  async setBalance(walletId: string, coin: Coin, balance: string): Promise<void> {
    await callJson(`${this.controlUrl}/wallets/${walletId}/balance`, { method: 'PUT', body: { ...coin, balance } });
  }

  /** A player pays to an address. @returns the deposit's id */
  async pay(address: string, amount: string): Promise<string> {
    const body = { address, amount };
    const { id } = await callJson<{ id: string }>(`${this.controlUrl}/terminal/deposits`, { method: 'POST', body });
    return id;
  }

  /** Somebody who found our address tells us of more money than came. */
  async forgeWebhook(depositId: string, amount: string): Promise<void> {
    const body = { depositId, data: { status: 'Completed' }, exact: { amount } };
    await callJson(`${this.controlUrl}/terminal/forge`, { method: 'POST', body });
  }
}
