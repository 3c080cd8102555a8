import { setTimeout as delay } from 'node:timers/promises';
import { callJson } from './demo-http.js';

export interface Withdrawal {
  readonly id: string;
  readonly status: string;
  readonly stage: string;
  readonly amount: string;
  readonly asset: string;
  readonly reference: string | null;
  readonly provider_reference: string | null;
  readonly transaction_hash: string | null;
  readonly attempts: number;
  readonly failure: { readonly code: string } | null;
  readonly review: { readonly reason: string } | null;
}

export interface WithdrawalRequest {
  readonly wallet_id: string;
  readonly player_id: string;
  readonly amount: string;
  readonly asset: string;
  readonly destination: { readonly address: string };
  readonly reference: string;
}

const pollMs = 150;

/** The ledger's own API, as an integrator would call it. */
export class LedgerClient {
  constructor(
    private readonly apiUrl: string,
    private readonly apiKey: string,
  ) {}

  request(withdrawal: WithdrawalRequest, idempotencyKey: string): Promise<Withdrawal> {
    return callJson(`${this.apiUrl}/v1/withdrawals`, {
      method: 'POST',
      body: withdrawal,
      headers: { ...this.authorization(), 'idempotency-key': idempotencyKey },
    });
  }

  /** The withdrawal when it has ended, or as it stands when the time is over. */
  async waitForEnd(id: string, msMax: number): Promise<Withdrawal> {
    const deadline = Date.now() + msMax;
    for (;;) {
      const withdrawal = await this.get(id);
      if (withdrawal.status !== 'pending' || withdrawal.review || Date.now() > deadline) return withdrawal;
      await delay(pollMs);
    }
  }

  private get(id: string): Promise<Withdrawal> {
    return callJson(`${this.apiUrl}/v1/withdrawals/${id}`, { headers: this.authorization() });
  }

  private authorization() {
    return { authorization: `Bearer ${this.apiKey}` };
  }
}
