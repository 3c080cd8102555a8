import { setTimeout as delay } from 'node:timers/promises';

export interface WithdrawalBody {
  readonly id: string;
  readonly status: string;
  readonly stage: string;
  readonly attempts: number;
  readonly provider_reference: string | null;
  readonly failure: { readonly code: string } | null;
  readonly review: { readonly reason: string } | null;
}

/** A client of the public API that does what its documentation tells clients to do: same key again until an answer. */
export class LedgerHttp {
  constructor(
    private readonly apiUrl: string,
    private readonly apiKey: string,
  ) {}

  async request(body: object, key: string): Promise<WithdrawalBody> {
    return (await this.post('/v1/withdrawals', body, key)) as WithdrawalBody;
  }

  post(path: string, body: object, key: string): Promise<unknown> {
    return this.untilAnswered(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
  }

  async withdrawal(id: string): Promise<WithdrawalBody> {
    return (await this.untilAnswered(`/v1/withdrawals/${id}`)) as WithdrawalBody;
  }

  /** When it has ended or is in review. */
  async ended(id: string, msMax: number): Promise<WithdrawalBody> {
    const deadline = Date.now() + msMax;
    for (;;) {
      const withdrawal = await this.withdrawal(id);
      if (withdrawal.status !== 'pending' || withdrawal.review) return withdrawal;
      if (Date.now() > deadline) throw new Error(`Not ended in time: ${JSON.stringify(withdrawal)}`);
      await delay(200);
    }
  }

  get(path: string): Promise<unknown> {
    return this.untilAnswered(path);
  }

  private async untilAnswered(path: string, init: RequestInit = {}): Promise<unknown> {
    const headers = { ...(init.headers as Record<string, string>), authorization: `Bearer ${this.apiKey}` };
    let last: unknown;
    for (let tries = 0; tries < 600; tries++) {
      try {
        const response = await fetch(`${this.apiUrl}${path}`, {
          ...init,
          headers,
          signal: AbortSignal.timeout(10_000),
        });
        if (response.ok) return await response.json();
        last = `${response.status} ${await response.text()}`;
        if (response.status < 500 && response.status !== 429) break;
      } catch (error) {
        last = error;
      }
      await delay(150);
    }
    throw new Error(`${path} was not answered: ${String(last)}`);
  }
}
