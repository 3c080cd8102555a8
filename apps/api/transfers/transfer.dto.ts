import { ApiProperty } from '@nestjs/swagger';
import { snakeCase } from '../fields/snake-case.js';
import { ListDto } from '../reading/list.dto.js';
import { ReviewDto } from '../withdrawals/withdrawal.dto.js';
import { transferFailures } from './transfer.record.js';
import { transferStages, transferStatuses, type TransferStatus } from './transfer.status.js';

const stageWords = transferStages.map((stage) => snakeCase(stage));
const failureWords = transferFailures.map((code) => `\`${snakeCase(code)}\``);

export class TransferFailureDto {
  @ApiProperty({
    description: `One of ${failureWords.join(', ')}. New values may be added.`,
    example: 'insufficient_funds',
  })
  readonly code!: string;

  @ApiProperty({ description: 'Why it failed, in words.' })
  readonly message!: string;
}

export class TransferDto {
  @ApiProperty({ example: 'tr_mrlhq5ctm5rllb4zyzfv7npeqa' })
  readonly id!: string;

  @ApiProperty({ enum: ['transfer'] })
  readonly object!: 'transfer';

  @ApiProperty({
    enum: transferStatuses,
    description:
      '`confirmed` and `failed` are final. `pending` goes on by itself; `blocked` waits for a person. Only `confirmed` ' +
      'says that the money has arrived at the operator’s wallet.',
  })
  readonly status!: TransferStatus;

  @ApiProperty({ enum: stageWords, description: 'Where it stands in detail. New values may be added.' })
  readonly stage!: string;

  @ApiProperty({ example: 'wal_master' })
  readonly from_wallet_id!: string;

  @ApiProperty({ example: 'wal_acme_1' })
  readonly to_wallet_id!: string;

  @ApiProperty({ description: 'Whose the receiving wallet is.', example: 'acme' })
  readonly to_operator_id!: string;

  @ApiProperty({ description: 'A plain decimal, in its shortest form.', example: '5000' })
  readonly amount!: string;

  @ApiProperty({ example: 'USDT@tron' })
  readonly asset!: string;

  @ApiProperty({ description: 'The receiving wallet’s address.', example: 'TJCnKsPa7y5okkXvQAidZBzqx3QyQ6sxMW' })
  readonly address!: string;

  @ApiProperty({ type: String, nullable: true, example: 'funding-2026-05' })
  readonly reference!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The provider’s id of the transaction that paid it.' })
  readonly provider_reference!: string | null;

  @ApiProperty({ type: TransferFailureDto, nullable: true })
  readonly failure!: TransferFailureDto | null;

  @ApiProperty({ type: ReviewDto, nullable: true })
  readonly review!: ReviewDto | null;

  @ApiProperty({ format: 'date-time', example: '2026-05-18T11:42:18.000Z' })
  readonly created_at!: string;

  @ApiProperty({ format: 'date-time' })
  readonly updated_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly completed_at!: string | null;
}

export class TransferListDto extends ListDto {
  @ApiProperty({ type: [TransferDto], description: 'The newest first.' })
  readonly data!: readonly TransferDto[];
}
