import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import type { Caller } from '../access/api-keys.js';
import { Authenticated, CallerOf } from '../access/route-access.js';
import { visibleTo } from '../access/visible-to.js';
import { snakeCase } from '../fields/snake-case.js';
import { notFound } from '../problems/api-problem.js';
import { ApiProblems } from '../problems/problem.responses.js';
import { listBy, requestedPage } from '../reading/page.js';
import { ListWalletsDto, WalletDto, WalletListDto, walletRoles } from './wallet.dto.js';
import { walletResource } from './wallet.resource.js';
import { ListWallets, walletIdFormat } from './wallets.queries.js';

@ApiTags('wallets')
@Controller('v1/wallets')
export class WalletsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Authenticated()
  @ApiOperation({
    summary: 'List wallets',
    description: 'Yours, with their balances, some moments behind; all of them for the platform.',
  })
  @ApiOkResponse({ type: WalletListDto })
  @ApiProblems('invalid_request', 'internal_error', 'service_unavailable')
  async list(@CallerOf() caller: Caller, @Query() query: ListWalletsDto): Promise<WalletListDto> {
    const role = walletRoles.find((known) => snakeCase(known) === query.role);
    const filter = { role, operatorId: visibleTo(caller) ?? query.operator_id };
    const page = requestedPage(query, walletIdFormat);
    const { records, hasMore } = await this.queries.execute(new ListWallets(filter, page));
    const resources = records.map((rows) => walletResource(rows));
    return listBy(resources, hasMore, ({ registered_at: registeredAt }) => registeredAt);
  }

  @Get(':id')
  @Authenticated()
  @ApiOperation({ summary: 'Get a wallet', description: 'With its addresses and balances, some moments behind.' })
  @ApiParam({ name: 'id', example: 'wal_acme_1' })
  @ApiOkResponse({ type: WalletDto })
  @ApiProblems('resource_not_found', 'internal_error', 'service_unavailable')
  async find(@CallerOf() caller: Caller, @Param('id') walletId: string): Promise<WalletDto> {
    if (!walletIdFormat.test(walletId)) throw notFound();
    const filter = { walletId, operatorId: visibleTo(caller) };
    const { records } = await this.queries.execute(new ListWallets(filter, { after: undefined, limit: 1 }));
    const [rows] = records;
    if (!rows) throw notFound();
    return walletResource(rows);
  }
}
