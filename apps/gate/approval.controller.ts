import { createHash, timingSafeEqual } from 'node:crypto';
import { Controller, NotFoundException, Param, Post, Req, Res, type RawBodyRequest } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AnswerApproval } from '#libs/gate/answer-approval.reactor.js';
import type { ApprovalQuestion } from '#libs/gate/approval-question.js';
import type { Verdict } from '#libs/gate/give-verdict.reactor.js';
import { noVerdict, verdict, type ApprovalReply } from '#libs/inabit/gate/approval-reply.js';
import { parseApprovalRequest, type ApprovalRequest } from '#libs/inabit/gate/approval-request.js';
import { parseAmount } from '#libs/money/amount-text.js';
import type { Log } from '#libs/platform/logging.js';
import { ApproverWatch } from './approver-watch.js';

export class GateSettings {
  constructor(
    readonly pathSecret: string,
    readonly log: Log,
  ) {}
}

/** What inabit's approver calls before it signs (provider notes §5.5). */
@Controller('inabit/validation')
export class ApprovalController {
  constructor(
    private readonly gate: AnswerApproval,
    private readonly settings: GateSettings,
    private readonly approver: ApproverWatch,
  ) {}

  @Post(':secret')
  async validate(
    @Param('secret') secret: string,
    @Req() request: RawBodyRequest<FastifyRequest>,
    @Res({ passthrough: true }) response: FastifyReply,
  ): Promise<ApprovalReply['body']> {
    if (!sameSecret(secret, this.settings.pathSecret)) throw new NotFoundException();
    this.approver.heard();
    const reply = await this.reply(request.rawBody?.toString('utf8') ?? '');
    response.status(reply.status);
    return reply.body;
  }

  private async reply(rawBody: string): Promise<ApprovalReply> {
    const parsed = parseApprovalRequest(rawBody);
    if (!parsed.ok) {
      this.settings.log.warn('approval-request-not-understood', {
        problem: parsed.problem,
        detail: parsed.fields.join(),
      });
      return noVerdict(parsed.problem);
    }
    const { transactionId: providerId } = parsed.request;
    try {
      return this.tell(providerId, await this.gate.answer(questionOf(parsed.request)));
    } catch (error) {
      // Whatever failed, a no would be for ever and a yes would be unproven: the approver asks again.
      this.settings.log.error('approval-failed', { providerId, error });
      return noVerdict('try-again');
    }
  }

  private tell(providerId: string, answer: Verdict): ApprovalReply {
    const { log } = this.settings;
    switch (answer.verdict) {
      case 'approved':
        if ('sweepId' in answer) log.info('sweep-approved', { providerId });
        else if ('swapId' in answer) log.info('swap-approved', { providerId, swapId: answer.swapId });
        else log.info('withdrawal-approved', { providerId, payoutId: answer.payoutId });
        return verdict(true);
      case 'rejected':
        log.error('foreign-withdrawal-rejected', { providerId, reason: answer.reason });
        return verdict(false);
      case 'none':
        log.warn('verdict-deferred', { providerId, reason: answer.reason });
        return noVerdict(answer.reason);
    }
  }
}

function questionOf(request: ApprovalRequest): ApprovalQuestion {
  const { transactionId: providerId, transactionType, initiatorId, walletIds, to, asset, extras } = request;
  const { amount: text } = request;
  const amount = asset && parseAmount(text, asset);
  return {
    providerId,
    transactionType,
    initiatorId,
    walletIds,
    to,
    asset,
    amount: amount?.ok ? amount.money : undefined,
    extras,
  };
}

/** In a time that tells nothing about where they differ. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
