import type { Clock } from '#libs/platform/clock.js';
import { classifyCreate } from './create-classification.js';
import type { CreateOutcome } from './create-outcome.js';
import { InabitWallets } from './inabit-wallets.js';
import { createWalletMutation } from './payments.operations.js';
import type { PlatformSession } from './platform-session.js';

export class PlatformWallets extends InabitWallets {
  constructor(
    private readonly session: PlatformSession,
    private readonly organizationId: string,
    private readonly clock: Clock,
  ) {
    super();
  }

  async createWallet(name: string): Promise<CreateOutcome> {
    const variables = { data: { name, organizationId: this.organizationId } };
    const answer = await this.session.send({ document: createWalletMutation, variables });
    return classifyCreate(answer, {
      field: 'createWalletWithInabit',
      findDecline: () => undefined,
      at: this.clock.now(),
    });
  }
}
