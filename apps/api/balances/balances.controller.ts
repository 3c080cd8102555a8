import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { assetId } from '#libs/money/asset.js';
import type { Caller } from '../access/api-keys.js';
import { knownAsset } from '../assets/known-asset.js';
import { Authenticated, CallerOf } from '../access/route-access.js';
import { ApiProblems } from '../problems/problem.responses.js';
import { BalanceListDto, ListBalancesDto } from './balance.dto.js';
import { balanceResources } from './balance.resource.js';
import { ListBalances } from './balances.queries.js';

@ApiTags('balances')
@Controller('v1/balances')
export class BalancesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Authenticated()
  @ApiOperation({
    summary: 'List balances',
    description: 'Of your wallets, by asset, out of the ledger’s own postings (PO-05), some moments behind.',
  })
  @ApiOkResponse({ type: BalanceListDto })
  @ApiProblems('invalid_request', 'unknown_asset', 'internal_error', 'service_unavailable')
  async list(
    @CallerOf() { operatorId }: Caller,
    @Query() { wallet_id: walletId, asset }: ListBalancesDto,
  ): Promise<BalanceListDto> {
    const filter = { walletId, asset: asset === undefined ? undefined : assetId(knownAsset(asset)) };
    return { object: 'list', data: balanceResources(await this.queries.execute(new ListBalances(operatorId, filter))) };
  }
}
