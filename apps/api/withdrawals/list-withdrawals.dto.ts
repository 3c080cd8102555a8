import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsRFC3339 } from 'class-validator';
import { Optional, PrintableText } from '../fields/optional.js';
import { ListPageDto } from '../lists/list-page.dto.js';
import { withdrawalStatuses, type WithdrawalStatus } from './withdrawal.status.js';

const isInstant = { message: 'must be an instant such as 2026-05-18T11:42:18Z' };

export class ListWithdrawalsDto extends ListPageDto {
  @ApiProperty({ required: false, enum: withdrawalStatuses })
  @Optional()
  @IsIn(withdrawalStatuses, { message: `must be one of ${withdrawalStatuses.join(', ')}` })
  readonly status?: WithdrawalStatus;

  @ApiProperty({ required: false, example: 'p_4827' })
  @Optional()
  @PrintableText(128)
  readonly player_id?: string;

  @ApiProperty({ required: false, description: 'Your own reference.' })
  @Optional()
  @PrintableText(128)
  readonly reference?: string;

  @ApiProperty({ required: false })
  @Optional()
  @PrintableText(64)
  readonly wallet_id?: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'At or after this instant.' })
  @Optional()
  @IsRFC3339(isInstant)
  readonly created_from?: string;

  @ApiProperty({ required: false, format: 'date-time', description: 'Before this instant.' })
  @Optional()
  @IsRFC3339(isInstant)
  readonly created_to?: string;
}
