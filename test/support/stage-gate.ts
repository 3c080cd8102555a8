import type { DynamicModule, Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { GateModule, type GateOptions } from '#apps/gate/gate.module.js';
import { AnswerApproval } from '#libs/gate/answer-approval.reactor.js';
import { NestLog } from '#libs/platform/nest-log.js';

export type Answering = Pick<AnswerApproval, 'answer'>;

/** The gate's own module behind HTTP on a free port, as its `main.ts` serves it. */
export class StageGate {
  /** Answers instead of the module's own; for processes that die or have a planted bug. */
  instead: Answering | undefined;

  private constructor(
    private readonly app: NestFastifyApplication,
    readonly url: string,
    private readonly pathSecret: string,
  ) {}

  static async start(options: GateOptions): Promise<StageGate> {
    const switched: { gate?: StageGate } = {};
    const module = replaceable(GateModule.with(options), () => switched.gate?.instead);
    const adapter = new FastifyAdapter({ bodyLimit: 64 * 1024, forceCloseConnections: true });
    const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
      logger: new NestLog(options.log),
      rawBody: true,
    });
    await app.listen(options.gate.port, options.gate.host);
    switched.gate = new StageGate(app, await app.getUrl(), options.gate.pathSecret);
    return switched.gate;
  }

  /** What the approver is configured with. */
  get callbackUrl(): string {
    return `${this.url}/inabit/validation/${this.pathSecret}`;
  }

  /** Posts a callback, as whoever knows the URL can: the body as it is, or an object as JSON. */
  async post(body: string | object, url = this.callbackUrl): Promise<{ status: number; text: string }> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return { status: response.status, text: await response.text() };
  }

  /** `yes`, `no`, or the status of an answer without a verdict. */
  async verdict(body: object): Promise<'yes' | 'no' | number> {
    const { status, text } = await this.post(body);
    if (status !== 200) return status;
    return (JSON.parse(text) as { approved: boolean }).approved ? 'yes' : 'no';
  }

  async stop(): Promise<void> {
    await this.app.close();
  }
}

/** The module with an AnswerApproval that asks each time whether another one stands in for it. */
function replaceable(module: DynamicModule, instead: () => Answering | undefined): DynamicModule {
  const providers = (module.providers ?? []).map((provider: Provider): Provider => {
    if (!('useValue' in provider) || !(provider.useValue instanceof AnswerApproval)) return provider;
    const own: Answering = provider.useValue;
    const switching: Answering = { answer: (question) => (instead() ?? own).answer(question) };
    return { provide: AnswerApproval, useValue: switching };
  });
  return { ...module, providers };
}
