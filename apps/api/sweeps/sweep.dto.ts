import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { SweepReviewReason } from '#libs/sweeps/sweep.events.js';
import { sweepStates, type SweepState } from '#projections/sweeps/sweeps.queries.js';
import { Optional, PrintableText } from '../fields/optional.js';
import { snakeCase } from '../fields/snake-case.js';
import { ListDto } from '../reading/list.dto.js';
import { PageDto } from '../reading/page.dto.js';

/** What a person is asked to look at, for clients. */
const reviewMeanings: Readonly<Record<SweepReviewReason, string>> = {
  'sources-differ-from-books': 'it is complete, and the books of its deposit wallets do not explain the amount',
  'settled-differs': 'the provider now tells another amount than before',
  'gas-station-unknown': 'nobody can say which wallet paid the network fee',
};
const reviewWords = Object.entries(reviewMeanings).map(([reason, text]) => `\`${snakeCase(reason)}\`: ${text}`);

export class ListSweepsDto extends PageDto {
  @ApiProperty({ required: false, enum: sweepStates })
  @Optional()
  @IsIn(sweepStates, { message: `must be one of ${sweepStates.join(', ')}` })
  readonly status?: SweepState;

  @ApiProperty({ required: false, description: 'Which wallet gave or took.' })
  @Optional()
  @PrintableText(64)
  readonly wallet_id?: string;

  @ApiProperty({ required: false, description: 'From whose wallets; for the platform, as a tenant sees its own only.' })
  @Optional()
  @PrintableText(64)
  readonly operator_id?: string;
}

export class SweepSourceDto {
  @ApiProperty({ example: 'wal_acme_deposits' })
  readonly wallet_id!: string;

  @ApiProperty({ type: String, nullable: true, example: 'acme' })
  readonly operator_id!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What it gave. Null until it is booked.', example: '12.5' })
  readonly amount!: string | null;
}

export class SweepReviewDto {
  @ApiProperty({
    description: `Why a person looks at it. ${reviewWords.join('; ')}. New values may be added.`,
    example: 'sources_differ_from_books',
  })
  readonly reason!: string;

  @ApiProperty({ format: 'date-time' })
  readonly since!: string;

  @ApiProperty({ type: String, nullable: true, description: 'What differs; for the platform.' })
  readonly detail!: string | null;
}

export class SweepDto {
  @ApiProperty({ description: 'The provider’s id of the transaction.', example: 'clx3k2v9a000108l4h7q2e5yz' })
  readonly id!: string;

  @ApiProperty({ enum: ['sweep'] })
  readonly object!: 'sweep';

  @ApiProperty({
    enum: sweepStates,
    description:
      '`pending` goes on by itself, `blocked` waits for a person. `canceled`: people have said that there is nothing to book.',
  })
  readonly status!: SweepState;

  @ApiProperty({ type: [SweepSourceDto], description: 'The deposit wallets that gave; to a tenant, its own.' })
  readonly sources!: readonly SweepSourceDto[];

  @ApiProperty({ description: 'The Master Wallet that took.', example: 'wal_master' })
  readonly to_wallet_id!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Of these sources together. Null while a tenant’s part of a larger sweep is not known.',
    example: '12.5',
  })
  readonly amount!: string | null;

  @ApiProperty({ example: 'USDT@tron' })
  readonly asset!: string;

  @ApiProperty({ description: 'True when it has ended and the books have followed.' })
  readonly closed!: boolean;

  @ApiProperty({ type: String, nullable: true })
  readonly transaction_hash!: string | null;

  @ApiProperty({ type: SweepReviewDto, nullable: true })
  readonly review!: SweepReviewDto | null;

  @ApiProperty({ format: 'date-time', example: '2026-05-18T11:42:18.000Z' })
  readonly created_at!: string;

  @ApiProperty({ format: 'date-time' })
  readonly updated_at!: string;
}

export class SweepListDto extends ListDto {
  @ApiProperty({ type: [SweepDto], description: 'The newest first.' })
  readonly data!: readonly SweepDto[];
}
