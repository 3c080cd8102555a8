import { createHmac } from 'node:crypto';

/**
 * A customer's identifier may be an e-mail address: only its keyed hash is stored, so that who knows the address finds
 * the deposit, and who has the log cannot try addresses out (DW-29).
 */
export class CustomerKeys {
  constructor(private readonly secret: string) {
    if (secret.length < 32) throw new RangeError('The key of customer identifiers has to have 32 characters or more');
  }

  of(identifier: string): string {
    return createHmac('sha256', this.secret).update(identifier).digest('hex');
  }
}
