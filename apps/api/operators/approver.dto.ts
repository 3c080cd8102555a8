import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { ApproverHost } from '#libs/operators/operator.events.js';
import { PrintableText } from '../fields/optional.js';

export const hosts = ['integrator', 'operator'] as const satisfies readonly ApproverHost[];

export class RecordApproverDto {
  @ApiProperty({ enum: hosts, description: 'Who runs the approver.' })
  @IsIn(hosts, { message: `must be one of ${hosts.join(', ')}` })
  readonly hosted_by!: ApproverHost;

  @ApiProperty({
    maxLength: 300,
    description: 'Its host, with at most a scheme and a port. Never a path or a secret.',
    example: 'approver.acme.example:8443',
  })
  @PrintableText(300)
  readonly endpoint!: string;

  @ApiProperty({ maxLength: 32, description: 'Of the image that runs.', example: '1.4.2' })
  @PrintableText(32)
  readonly version!: string;
}

export class ApproverDto {
  @ApiProperty({ enum: hosts })
  readonly hosted_by!: ApproverHost;

  @ApiProperty({ example: 'approver.acme.example:8443' })
  readonly endpoint!: string;

  @ApiProperty({ example: '1.4.2' })
  readonly version!: string;

  @ApiProperty({ description: 'Who said so.', example: 'key:k3' })
  readonly recorded_by!: string;

  @ApiProperty({ format: 'date-time' })
  readonly recorded_at!: string;
}
