import { ApiProperty } from '@nestjs/swagger';

export class TracedAmountDto {
  @ApiProperty({ description: 'What it is the amount of.', example: 'amount' })
  readonly name!: string;

  @ApiProperty({ example: '12.5' })
  readonly amount!: string;

  @ApiProperty({ example: 'USDT@tron' })
  readonly asset!: string;
}

export class TracedPostingDto {
  @ApiProperty({ example: 'wallet:wal_acme_1:available' })
  readonly from!: string;

  @ApiProperty({ example: 'wallet:wal_acme_1:reserved' })
  readonly to!: string;

  @ApiProperty({ example: '12.5' })
  readonly amount!: string;

  @ApiProperty({ example: 'USDT@tron' })
  readonly asset!: string;
}

export class TracedEventDto {
  @ApiProperty({ format: 'date-time' })
  readonly recorded_at!: string;

  @ApiProperty({ type: 'integer', description: 'Milliseconds since the first event of the chain.', example: 1250 })
  readonly elapsed_ms!: number;

  @ApiProperty({ description: 'Its place in the whole log; opaque, rises.', example: '48213' })
  readonly position!: string;

  @ApiProperty({ example: 'payout-po_mrlhq5ctm5rllb4zyzfv7npeqa' })
  readonly stream!: string;

  @ApiProperty({ description: 'Its place in the stream, from 0 on.', example: '3' })
  readonly revision!: string;

  @ApiProperty({ description: 'New values may be added.', example: 'PayoutBound' })
  readonly event!: string;

  @ApiProperty({ description: 'Who did it: an API key, a process or a person.', example: 'worker' })
  readonly actor!: string;

  @ApiProperty({ description: 'One sentence for people.', example: 'The gate approved tx_9 for signing.' })
  readonly description!: string;

  @ApiProperty({ type: [TracedAmountDto] })
  readonly amounts!: readonly TracedAmountDto[];

  @ApiProperty({ type: [TracedPostingDto], description: 'What it moved in the books.' })
  readonly postings!: readonly TracedPostingDto[];
}

export class TraceDto {
  @ApiProperty({ enum: ['trace'] })
  readonly object!: 'trace';

  @ApiProperty({ example: 'withdrawal' })
  readonly resource!: string;

  @ApiProperty({ example: 'po_mrlhq5ctm5rllb4zyzfv7npeqa' })
  readonly id!: string;

  @ApiProperty({ example: '/v1/withdrawals/po_mrlhq5ctm5rllb4zyzfv7npeqa' })
  readonly url!: string;

  @ApiProperty({ type: [TracedEventDto], description: 'In the order of the log.' })
  readonly events!: readonly TracedEventDto[];

  @ApiProperty({ type: [String], description: 'What the ledger does not know yet, in sentences.' })
  readonly not_known_yet!: readonly string[];

  @ApiProperty({ description: 'True when there are more events than are shown.' })
  readonly is_cut!: boolean;
}

export class TraceListDto {
  @ApiProperty({ enum: ['list'] })
  readonly object!: 'list';

  @ApiProperty({ type: [TraceDto], description: 'The newest first, 10 at most.' })
  readonly data!: readonly TraceDto[];

  @ApiProperty({ description: 'True when older ones share the reference as well.' })
  readonly has_more!: boolean;
}
