import { ApiProperty } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { snakeCase } from '../fields/snake-case.js';
import { Optional, PrintableText } from '../fields/optional.js';
import { ListDto } from '../reading/list.dto.js';
import { PageDto } from '../reading/page.dto.js';
import {
  depositKinds,
  depositStates,
  type DepositKind,
  type DepositState,
} from '#projections/deposits/deposit-list.queries.js';

import { depositReviewMeanings, depositProviderStatuses } from './deposit.words.js';

const reviewWords = Object.entries(depositReviewMeanings).map(([reason, text]) => `\`${snakeCase(reason)}\`: ${text}`);

export class ListDepositsDto extends PageDto {
  @ApiProperty({ required: false, enum: depositStates })
  @Optional()
  @IsIn(depositStates, { message: `must be one of ${depositStates.join(', ')}` })
  readonly status?: DepositState;

  @ApiProperty({ required: false, enum: depositKinds })
  @Optional()
  @IsIn(depositKinds, { message: `must be one of ${depositKinds.join(', ')}` })
  readonly kind?: DepositKind;

  @ApiProperty({ required: false, description: 'Whose it is: `customer_key` of a deposit. Never an e-mail address.' })
  @Optional()
  @Matches(/^[\da-f]{64}$/, { message: 'must be a customer_key: 64 hexadecimal digits' })
  readonly customer_key?: string;

  @ApiProperty({ required: false })
  @Optional()
  @PrintableText(64)
  readonly wallet_id?: string;
}

export class DepositReviewDto {
  @ApiProperty({
    description: `Why a person looks at it. ${reviewWords.join('; ')}. New values may be added.`,
    example: 'late_payment',
  })
  readonly reason!: string;

  @ApiProperty({ format: 'date-time' })
  readonly since!: string;
}

/** The provider's texts, digit for digit (RS-13). */
export class ReportedValueDto {
  @ApiProperty({ type: String, nullable: true, example: 'USD' })
  readonly base_currency!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '19.994996' })
  readonly base_currency_amount!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'USD' })
  readonly fiat_currency!: string | null;

  @ApiProperty({ type: String, nullable: true, example: '20' })
  readonly fiat_amount!: string | null;
}

export class DepositDto {
  @ApiProperty({ description: '`dep_…` or `ord_…`.', example: 'dep_mrlhq5ctm5rllb4zyzfv7npeqa' })
  readonly id!: string;

  @ApiProperty({ enum: ['deposit'] })
  readonly object!: 'deposit';

  @ApiProperty({
    enum: depositKinds,
    description:
      '`customer_address`: one transaction to a customer’s address. `order`: one purchase and its payments. `unlinked`: ' +
      'one transaction that is no customer’s.',
  })
  readonly kind!: DepositKind;

  @ApiProperty({
    enum: depositStates,
    description:
      'Only `confirmed` says that the money may be spent; a fork on the chain may make it `pending` again. `pending` ' +
      'goes on by itself, `blocked` waits for a person. `canceled`: nothing was paid in time. `reversed`: it was ' +
      'confirmed, and taken back.',
  })
  readonly status!: DepositState;

  @ApiProperty({
    description: `What the provider says: ${depositProviderStatuses.map((word) => `\`${word}\``).join(', ')}.`,
    example: 'confirming',
  })
  readonly provider_status!: string;

  @ApiProperty({ description: 'The provider’s id of the transaction or the purchase.' })
  readonly provider_reference!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null where nobody can place it.', example: 'acme' })
  readonly operator_id!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'wal_acme_1' })
  readonly wallet_id!: string | null;

  @ApiProperty()
  readonly widget_id!: string;

  @ApiProperty({ type: String, nullable: true, description: 'A keyed hash of the customer’s identifier.' })
  readonly customer_key!: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null until the customer has chosen.',
    example: 'USDT@tron',
  })
  readonly asset!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What is to be paid; orders only.', example: '100' })
  readonly expected_amount!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What has come.', example: '20' })
  readonly received_amount!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What of it is in your wallet’s balance.', example: '20' })
  readonly credited_amount!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Where it is paid to.' })
  readonly address!: string | null;

  @ApiProperty({ type: [String], description: 'On the blockchain, the oldest first.' })
  readonly transaction_hashes!: readonly string[];

  @ApiProperty({ type: ReportedValueDto, description: 'What it was worth when it was seen, as the provider wrote it.' })
  readonly reported_value!: ReportedValueDto;

  @ApiProperty({ type: DepositReviewDto, nullable: true })
  readonly review!: DepositReviewDto | null;

  @ApiProperty({ format: 'date-time', example: '2026-05-18T11:42:18.000Z' })
  readonly created_at!: string;

  @ApiProperty({ format: 'date-time' })
  readonly updated_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When it was credited last.' })
  readonly credited_at!: string | null;
}

export class DepositListDto extends ListDto {
  @ApiProperty({ type: [DepositDto], description: 'The newest first.' })
  readonly data!: readonly DepositDto[];
}
