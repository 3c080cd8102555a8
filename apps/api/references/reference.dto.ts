import { ApiProperty } from '@nestjs/swagger';

export class ReferenceDto {
  @ApiProperty({ description: 'What the reference is. New values may be added.', example: 'transaction_hash' })
  readonly kind!: string;

  @ApiProperty({ description: 'What it refers to.', example: 'withdrawal' })
  readonly resource!: string;

  @ApiProperty({ description: 'The id of that.', example: 'po_mrlhq5ctm5rllb4zyzfv7npeqa' })
  readonly id!: string;

  @ApiProperty({ description: 'Where that is.', example: '/v1/withdrawals/po_mrlhq5ctm5rllb4zyzfv7npeqa' })
  readonly url!: string;

  @ApiProperty({ format: 'date-time', description: 'When the ledger first heard of it.' })
  readonly recorded_at!: string;
}

export class ReferenceListDto {
  @ApiProperty({ enum: ['list'] })
  readonly object!: 'list';

  @ApiProperty({ type: [ReferenceDto], description: 'The newest first, 100 at most.' })
  readonly data!: readonly ReferenceDto[];
}
