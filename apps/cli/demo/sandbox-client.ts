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

  async statusOf(transactionId: string): Promise<string> {
    const { status } = await callJson<{ status: string }>(`${this.controlUrl}/transactions/${transactionId}`);
    return status;
  }

  async broadcasts(): Promise<readonly Broadcast[]> {
    const { broadcasts } = await callJson<{ broadcasts: readonly Broadcast[] }>(`${this.controlUrl}/broadcasts`);
    return broadcasts;
  }
}
