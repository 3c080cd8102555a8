import { ApiProperty } from '@nestjs/swagger';
import { Optional, PrintableText } from '../fields/optional.js';

export class ListBalancesDto {
  @ApiProperty({ required: false, example: 'wal_acme_1' })
  @Optional()
  @PrintableText(64)
  readonly wallet_id?: string;

  @ApiProperty({ required: false, example: 'USDT@tron' })
  @Optional()
  @PrintableText(64)
  readonly asset?: string;
}

export class BalanceDto {
  @ApiProperty({ enum: ['balance'] })
  readonly object!: 'balance';

  @ApiProperty({ example: 'wal_acme_1' })
  readonly wallet_id!: string;

  @ApiProperty({ example: 'USDT@tron' })
  readonly asset!: string;

  @ApiProperty({ description: 'Free to be paid out.', example: '987.5' })
  readonly available!: string;

  @ApiProperty({ description: 'Held for withdrawals that are under way.', example: '12.5' })
  readonly reserved!: string;

  @ApiProperty({ description: 'On its way in, not confirmed yet.', example: '0' })
  readonly incoming!: string;
}

export class BalanceListDto {
  @ApiProperty({ enum: ['list'] })
  readonly object!: 'list';

  @ApiProperty({ type: [BalanceDto] })
  readonly data!: readonly BalanceDto[];
}
