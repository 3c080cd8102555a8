import { ApiProperty } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { walletParts } from '#projections/balances/wallet-accounts.js';
import { Optional, PrintableText } from '../fields/optional.js';
import { PageDto } from '../reading/page.dto.js';

export class ExplainDto extends PageDto {
  @ApiProperty({ example: 'wal_acme_1' })
  @PrintableText(64)
  readonly wallet_id!: string;

  @ApiProperty({ example: 'USDT@tron' })
  @PrintableText(64)
  readonly asset!: string;

  @ApiProperty({ required: false, enum: walletParts, description: 'One part of the wallet; all of it unless told.' })
  @Optional()
  @IsIn(walletParts)
  readonly part?: (typeof walletParts)[number];

  @ApiProperty({
    required: false,
    description: 'As it stood at this position of the log; as it stands now unless told.',
  })
  @Optional()
  @Matches(/^\d{1,18}$/, { message: 'must be a position of the log' })
  readonly position?: string;
}

export class EntryDto {
  @ApiProperty({ description: 'Its place in the whole log.', example: '48213' })
  readonly position!: string;

  @ApiProperty({ format: 'date-time' })
  readonly recorded_at!: string;

  @ApiProperty({ format: 'date-time', description: 'When it took effect; as recorded unless it was dated otherwise.' })
  readonly effective_at!: string;

  @ApiProperty({ description: 'New values may be added.', example: 'FundsHeld' })
  readonly event!: string;

  @ApiProperty({ description: 'What the money moved for.', example: 'po_mrlhq5ctm5rllb4zyzfv7npeqa' })
  readonly cause!: string;

  @ApiProperty({ example: 'wallet:wal_acme_1:available' })
  readonly account!: string;

  @ApiProperty({ example: 'wallet:wal_acme_1:reserved' })
  readonly counter_account!: string;

  @ApiProperty({ description: 'Negative when money left the account.', example: '-12.5' })
  readonly amount!: string;

  @ApiProperty({ description: 'With this entry and all before it.', example: '975' })
  readonly total!: string;
}

export class ExplanationDto {
  @ApiProperty({ enum: ['explanation'] })
  readonly object!: 'explanation';

  @ApiProperty({ example: 'wal_acme_1' })
  readonly wallet_id!: string;

  @ApiProperty({ example: 'USDT@tron' })
  readonly asset!: string;

  @ApiProperty({ type: String, enum: walletParts, nullable: true })
  readonly part!: string | null;

  @ApiProperty({ description: 'What the entries of all pages add up to.', example: '975' })
  readonly balance!: string;

  @ApiProperty({ description: 'Of the last entry that counts; the same on every page.', example: '48213' })
  readonly position!: string;

  @ApiProperty({ description: 'What the entries of the pages before add up to.', example: '0' })
  readonly opening!: string;

  @ApiProperty({ type: [EntryDto], description: 'The oldest first.' })
  readonly data!: readonly EntryDto[];

  @ApiProperty()
  readonly has_more!: boolean;

  @ApiProperty({ type: String, nullable: true })
  readonly next_cursor!: string | null;
}
