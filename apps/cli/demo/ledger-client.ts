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

/** What the API says of any movement of money. */
export interface Movement {
  readonly object: string;
  readonly id: string;
  readonly status: string;
  readonly amount: string;
  readonly asset: string;
  readonly reference: string | null;
  readonly provider_reference?: string | null;
  readonly failure?: { readonly code: string } | null;
  readonly review?: { readonly reason: string } | null;
}

const pollMs = 150;

/** The ledger's own API, as an integrator would call it. */
export class LedgerClient {
  constructor(
    private readonly apiUrl: string,
    private readonly apiKey: string,
  ) {}

  request(withdrawal: WithdrawalRequest, idempotencyKey: string): Promise<Withdrawal> {
    return this.post('/v1/withdrawals', withdrawal, idempotencyKey);
  }

  post<Answer>(path: string, body: object, idempotencyKey?: string): Promise<Answer> {
    const key = idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey };
    return callJson(`${this.apiUrl}${path}`, { method: 'POST', body, headers: { ...this.authorization(), ...key } });
  }

  put<Answer>(path: string, body: object): Promise<Answer> {
    return callJson(`${this.apiUrl}${path}`, { method: 'PUT', body, headers: this.authorization() });
  }

  get<Answer>(path: string): Promise<Answer> {
    return callJson(`${this.apiUrl}${path}`, { headers: this.authorization() });
  }

  /** The movement at `path` when it has ended, or as it stands when the time is over. */
  async waitForEnd<Answer extends Pick<Movement, 'status' | 'review'>>(path: string, msMax: number): Promise<Answer> {
    const deadline = Date.now() + msMax;
    for (;;) {
      const movement = await this.get<Answer>(path);
      if (movement.status !== 'pending' || movement.review || Date.now() > deadline) return movement;
      await delay(pollMs);
    }
  }

  private authorization() {
    return { authorization: `Bearer ${this.apiKey}` };
  }
}
