interface Runner {
  start(): void;
  stop(): Promise<void>;
}

/** What runs beside the payouts: the inbox of webhooks, the addresses of wallets, the pollers of deposits and balances. */
export class BackgroundRunners {
  constructor(private readonly runners: readonly Runner[]) {}

  start(): void {
    for (const runner of this.runners) runner.start();
  }

  async stop(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.stop()));
  }
}
