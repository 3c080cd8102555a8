import { ApiProperty } from '@nestjs/swagger';
import { snakeCase } from '../fields/snake-case.js';
import { ListDto } from '../reading/list.dto.js';
import { reviewMeanings, swapFailures } from './swap.record.js';
import { swapStages, swapStatuses, type SwapStatus } from './swap.status.js';

const failureWords = swapFailures.map((code) => `\`${snakeCase(code)}\``);
const reviewWords = Object.entries(reviewMeanings).map(([reason, meaning]) => `\`${snakeCase(reason)}\`: ${meaning}`);

export class SwapFailureDto {
  @ApiProperty({
    description: `One of ${failureWords.join(', ')}. New values may be added.`,
    example: 'insufficient_funds',
  })
  readonly code!: string;

  @ApiProperty({ description: 'Why it failed, in words.' })
  readonly message!: string;
}

export class SwapReviewDto {
  @ApiProperty({
    description: `Why a person looks at it. ${reviewWords.join('; ')}. New values may be added.`,
    example: 'slippage_exceeded',
  })
  readonly reason!: string;

  @ApiProperty({ format: 'date-time' })
  readonly since!: string;
}

export class SwapFeeDto {
  @ApiProperty({ example: '1.4' })
  readonly amount!: string;

  @ApiProperty({ example: 'TRX@tron' })
  readonly asset!: string;
}

export class SwapDto {
  @ApiProperty({ example: 'sw_mrlhq5ctm5rllb4zyzfv7npeqa' })
  readonly id!: string;

  @ApiProperty({ enum: ['swap'] })
  readonly object!: 'swap';

  @ApiProperty({
    enum: swapStatuses,
    description:
      '`confirmed` and `failed` are final. `pending` goes on by itself; `blocked` waits for a person. Only `confirmed` ' +
      'says that it was swapped.',
  })
  readonly status!: SwapStatus;

  @ApiProperty({ enum: swapStages, description: 'Where it stands in detail. New values may be added.' })
  readonly stage!: string;

  @ApiProperty({ description: 'Whose the wallet is.', example: 'acme' })
  readonly operator_id!: string;

  @ApiProperty({ example: 'wal_acme_1' })
  readonly wallet_id!: string;

  @ApiProperty({ description: 'What is given: a plain decimal, in its shortest form.', example: '1000' })
  readonly amount!: string;

  @ApiProperty({ example: 'USDT@tron' })
  readonly asset!: string;

  @ApiProperty({ example: 'USDC@ethereum' })
  readonly to_asset!: string;

  @ApiProperty({ type: String, nullable: true, description: 'What you were quoted, in `to_asset`.', example: '998.5' })
  readonly expected_output!: string | null;

  @ApiProperty({ type: 'integer', nullable: true, example: 50 })
  readonly slippage_bps_max!: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'What came out, in `to_asset`.', example: '998.1' })
  readonly output!: string | null;

  @ApiProperty({ type: SwapFeeDto, nullable: true, description: 'What the blockchain took for it.' })
  readonly fee!: SwapFeeDto | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What is missing of the quote, in hundredths of a per cent; negative when more came out.',
    example: '4.0061',
  })
  readonly slippage_bps!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'rebalance-2026-05' })
  readonly reference!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The provider’s id of the one transaction that may be it.',
  })
  readonly provider_reference!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'On the blockchain; may change until it is confirmed.' })
  readonly transaction_hash!: string | null;

  @ApiProperty({ type: SwapFailureDto, nullable: true })
  readonly failure!: SwapFailureDto | null;

  @ApiProperty({ type: SwapReviewDto, nullable: true })
  readonly review!: SwapReviewDto | null;

  @ApiProperty({ type: 'integer', description: 'How often the provider was asked.', example: 1 })
  readonly attempts!: number;

  @ApiProperty({ format: 'date-time', example: '2026-05-18T11:42:18.000Z' })
  readonly created_at!: string;

  @ApiProperty({ format: 'date-time' })
  readonly updated_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly settled_at!: string | null;
}

export class SwapListDto extends ListDto {
  @ApiProperty({ type: [SwapDto], description: 'The newest first.' })
  readonly data!: readonly SwapDto[];
}
