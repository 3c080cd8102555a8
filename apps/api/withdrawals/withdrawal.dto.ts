import { ApiProperty } from '@nestjs/swagger';
import { ListDto } from '../reading/list.dto.js';
import { DestinationDto } from './create-withdrawal.dto.js';
import { snakeCase } from '../fields/snake-case.js';
import { failureReasons, reviewMeanings } from './withdrawal.record.js';
import { withdrawalStages, withdrawalStatuses, type WithdrawalStatus } from './withdrawal.status.js';

const reviewWords = Object.entries(reviewMeanings).map(([reason, meaning]) => `\`${snakeCase(reason)}\`: ${meaning}`);

export class FailureDto {
  @ApiProperty({
    description: `One of ${failureReasons.map((code) => `\`${snakeCase(code)}\``).join(', ')}. New values may be added.`,
    example: 'insufficient_funds',
  })
  readonly code!: string;

  @ApiProperty({ description: 'Why it failed, in words.' })
  readonly message!: string;

  @ApiProperty({ description: 'Whether the same instruction, sent with a new key, may succeed.' })
  readonly retry_eligible!: boolean;
}

export class ReviewDto {
  @ApiProperty({
    description: `Why a person looks at it. ${reviewWords.join('; ')}. New values may be added.`,
    example: 'outcome_unknown_too_long',
  })
  readonly reason!: string;

  @ApiProperty({ format: 'date-time' })
  readonly since!: string;
}

export class WithdrawalDto {
  @ApiProperty({ example: 'po_mrlhq5ctm5rllb4zyzfv7npeqa' })
  readonly id!: string;

  @ApiProperty({ enum: ['withdrawal'] })
  readonly object!: 'withdrawal';

  @ApiProperty({
    enum: withdrawalStatuses,
    description:
      '`confirmed`, `failed`, `canceled` and `reversed` are final. `pending` goes on by itself; `blocked` waits for a ' +
      'person. Only `confirmed` says that the money has left.',
  })
  readonly status!: WithdrawalStatus;

  @ApiProperty({ enum: withdrawalStages, description: 'Where it stands in detail. New values may be added.' })
  readonly stage!: string;

  @ApiProperty({ example: 'wal_acme_1' })
  readonly wallet_id!: string;

  @ApiProperty({ example: 'p_4827' })
  readonly player_id!: string;

  @ApiProperty({ description: 'A plain decimal, in its shortest form.', example: '12.5' })
  readonly amount!: string;

  @ApiProperty({ example: 'USDT@tron' })
  readonly asset!: string;

  @ApiProperty({ type: DestinationDto })
  readonly destination!: DestinationDto;

  @ApiProperty({ type: String, nullable: true, example: 'cashout-1747553421' })
  readonly reference!: string | null;

  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, example: { vertical: 'casino' } })
  readonly metadata!: Readonly<Record<string, string>>;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The provider’s id of the one transaction that may pay it.',
  })
  readonly provider_reference!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'On the blockchain; may change until it is confirmed.' })
  readonly transaction_hash!: string | null;

  @ApiProperty({ type: FailureDto, nullable: true })
  readonly failure!: FailureDto | null;

  @ApiProperty({ type: ReviewDto, nullable: true })
  readonly review!: ReviewDto | null;

  @ApiProperty({ type: 'integer', description: 'How often the provider was asked.', example: 1 })
  readonly attempts!: number;

  @ApiProperty({ format: 'date-time', example: '2026-05-18T11:42:18.000Z' })
  readonly created_at!: string;

  @ApiProperty({ format: 'date-time' })
  readonly updated_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly settled_at!: string | null;
}

export class WithdrawalListDto extends ListDto {
  @ApiProperty({ type: [WithdrawalDto], description: 'The newest first.' })
  readonly data!: readonly WithdrawalDto[];
}
