import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { formatAmount } from '#libs/money/amount-text.js';
import { assetId } from '#libs/money/asset.js';
import { money } from '#libs/money/money.js';
import { walletAccounts } from '#projections/balances/wallet-accounts.js';
import type { Caller } from '../access/api-keys.js';
import { Authenticated, CallerOf } from '../access/route-access.js';
import { assetText, knownAsset } from '../assets/known-asset.js';
import { notFound } from '../problems/api-problem.js';
import { ApiProblems } from '../problems/problem.responses.js';
import { ExplainDto, ExplanationDto } from './explain.dto.js';
import { ExplainBalance } from './explain.queries.js';
import { cursorText, entryCursor, entryResources } from './explain.resource.js';

const limit_default = 50;

@ApiTags('balances')
@Controller('v1/explain')
export class ExplainController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Authenticated()
  @ApiOperation({
    summary: 'Explain a balance',
    description:
      'The ordered list of entries that made a balance of one of your wallets, with the running total: exactly these add ' +
      'up to it (RS-10). All of the wallet, or one part of it; now, or at an earlier position of the log.',
  })
  @ApiOkResponse({ type: ExplanationDto })
  @ApiProblems('invalid_request', 'resource_not_found', 'unknown_asset', 'internal_error', 'service_unavailable')
  async explain(@CallerOf() { operatorId }: Caller, @Query() asked: ExplainDto): Promise<ExplanationDto> {
    const { wallet_id: walletId, part, limit, cursor } = asked;
    const asset = knownAsset(asked.asset);
    const from = cursor === undefined ? undefined : entryCursor(cursor);
    const accounts = part ? [`wallet:${walletId}:${part}`] : walletAccounts(walletId);
    const position = from?.position ?? (asked.position === undefined ? undefined : BigInt(asked.position));
    const explained = { accounts, asset: assetId(asset), position, after: from?.after };
    const query = new ExplainBalance(operatorId, walletId, { ...explained, limit: Number(limit ?? limit_default) });
    const found = await this.queries.execute(query);
    if (!found) throw notFound();
    const last = found.entries.at(-1);
    return {
      object: 'explanation',
      wallet_id: walletId,
      asset: assetText(asset),
      part: part ?? null,
      balance: formatAmount(money(asset, found.balance)),
      position: found.position.toString(),
      opening: formatAmount(money(asset, found.opening)),
      data: entryResources(found.entries, found.opening, asset),
      has_more: found.hasMore,
      next_cursor: found.hasMore && last ? cursorText({ position: found.position, after: last }) : null,
    };
  }
}
