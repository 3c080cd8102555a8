import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { InboxStatus } from '#projections/webhook-inbox/webhook-inbox.tables.js';
import { keysOf } from '../fields/keys-of.js';
import { Optional, PrintableText } from '../fields/optional.js';
import { ListDto } from '../reading/list.dto.js';
import { PageDto } from '../reading/page.dto.js';

const statusMeanings: Readonly<Record<InboxStatus, string>> = {
  received: 'nobody has looked yet, or the provider did not answer',
  processed: 'what it spoke of was looked up',
  ignored: 'it said nothing new, or nothing of ours',
  quarantined: 'a person has to look; it stays until it is replayed',
};
export const webhookStatuses = keysOf(statusMeanings);

export class ListWebhooksDto extends PageDto {
  @ApiProperty({ required: false, enum: webhookStatuses })
  @Optional()
  @IsIn(webhookStatuses, { message: `must be one of ${webhookStatuses.join(', ')}` })
  readonly status?: InboxStatus;

  @ApiProperty({ required: false, description: 'The provider’s id of the deposit, purchase or transaction.' })
  @Optional()
  @PrintableText(256)
  readonly subject_id?: string;
}

export class ReplayWebhookDto {
  @ApiProperty({ maxLength: 500, description: 'Why it is to be looked at again.', example: 'The widget is known now' })
  @PrintableText(500)
  readonly reason!: string;
}

export class WebhookReplayDto {
  @ApiProperty({ enum: ['webhook_replay'] })
  readonly object!: 'webhook_replay';

  @ApiProperty({ example: 'wh_6f1c9c0e0b7d4c6f9d55a1b2c3d4e5f6_12' })
  readonly webhook_id!: string;

  @ApiProperty({ example: 'key:k3' })
  readonly requested_by!: string;

  @ApiProperty()
  readonly reason!: string;
}

export class WebhookDto {
  @ApiProperty({ example: 'wh_6f1c9c0e0b7d4c6f9d55a1b2c3d4e5f6_12' })
  readonly id!: string;

  @ApiProperty({ enum: ['webhook'] })
  readonly object!: 'webhook';

  @ApiProperty({ description: 'Which of the provider’s senders: `terminal` or `platform`.', example: 'terminal' })
  readonly source!: string;

  @ApiProperty({ type: String, nullable: true, description: 'Of the path that it was sent to.' })
  readonly widget_id!: string | null;

  @ApiProperty({ description: 'What is known about the sender.', example: 'path_only' })
  readonly authenticity!: string;

  @ApiProperty({
    enum: webhookStatuses,
    description: webhookStatuses.map((status) => `\`${status}\`: ${statusMeanings[status]}`).join('; '),
  })
  readonly status!: InboxStatus;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Why it was ignored or quarantined.',
    example: 'duplicate',
  })
  readonly reason!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What came of it, in words.' })
  readonly detail!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'IncomingTransactionStatusUpdated' })
  readonly event!: string | null;

  @ApiProperty({ type: String, nullable: true, description: '`deposit`, `purchase` or `transaction`.' })
  readonly kind!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The provider’s id of what it speaks of.' })
  readonly subject_id!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'What the provider called its status.' })
  readonly provider_status!: string | null;

  @ApiProperty({ type: 'integer', example: 412 })
  readonly body_bytes!: number;

  @ApiProperty({ description: 'SHA-256 of the body, in hexadecimal.' })
  readonly body_sha256!: string;

  @ApiProperty({ format: 'date-time' })
  readonly received_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly ended_at!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly replay_requested_at!: string | null;
}

export class WebhookBodyDto {
  @ApiProperty({ enum: ['utf8', 'base64'] })
  readonly encoding!: 'utf8' | 'base64';

  @ApiProperty({ description: 'As it came, in this encoding. May hold personal data.' })
  readonly text!: string;

  @ApiProperty({ description: 'Whether only the beginning was kept.' })
  readonly truncated!: boolean;
}

export class WebhookAsReceivedDto extends WebhookDto {
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Never one that authenticates.',
  })
  readonly headers!: Readonly<Record<string, string>>;

  @ApiProperty({ type: WebhookBodyDto })
  readonly body!: WebhookBodyDto;
}

export class WebhookListDto extends ListDto {
  @ApiProperty({ type: [WebhookDto], description: 'The newest first.' })
  readonly data!: readonly WebhookDto[];
}
