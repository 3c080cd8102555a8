import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import type { Severity } from '#libs/reconciliation/items.js';
import { Optional, PrintableText } from '../fields/optional.js';
import { ListDto } from '../reading/list.dto.js';
import { PageDto } from '../reading/page.dto.js';
import { ageWords, kindWords, type AgeWord } from './break.words.js';

const states = ['open', 'resolved'] as const;
type State = (typeof states)[number];
const severities = ['critical', 'high', 'medium'] as const satisfies readonly Severity[];

export class ListBreaksDto extends PageDto {
  @ApiProperty({ required: false, enum: states })
  @Optional()
  @IsIn(states, { message: `must be one of ${states.join(', ')}` })
  readonly state?: State;

  @ApiProperty({ required: false, enum: kindWords })
  @Optional()
  @IsIn(kindWords, { message: `must be one of ${kindWords.join(', ')}` })
  readonly kind?: string;

  @ApiProperty({ required: false, enum: severities })
  @Optional()
  @IsIn(severities, { message: `must be one of ${severities.join(', ')}` })
  readonly severity?: Severity;

  @ApiProperty({ required: false, description: 'Who looks after it.' })
  @Optional()
  @PrintableText(200)
  readonly owner?: string;

  @ApiProperty({ required: false, enum: ageWords, description: 'How long ago it was opened.' })
  @Optional()
  @IsIn(ageWords, { message: `must be one of ${ageWords.join(', ')}` })
  readonly age?: AgeWord;

  @ApiProperty({ required: false, description: 'Whose movement or wallet it is about.' })
  @Optional()
  @PrintableText(200)
  readonly operator_id?: string;

  @ApiProperty({ required: false, description: 'Our id of the wallet.' })
  @Optional()
  @PrintableText(200)
  readonly wallet_id?: string;

  @ApiProperty({ required: false, description: 'A movement of ours, or a transaction of the provider’s, by its id.' })
  @Optional()
  @PrintableText(256)
  readonly subject_id?: string;
}

export class BreakDto {
  @ApiProperty({ example: 'br_33q33rxef7gxgczne5kynk5b' })
  readonly id!: string;

  @ApiProperty({ enum: ['break'] })
  readonly object!: 'break';

  @ApiProperty({ enum: states })
  readonly state!: State;

  @ApiProperty({ enum: kindWords })
  readonly kind!: string;

  @ApiProperty({ enum: severities })
  readonly severity!: Severity;

  @ApiProperty({ description: 'What was compared with the books: `provider`, or a statement by its name.' })
  readonly source!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly operator_id!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly wallet_id!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The movement of ours that it is about.' })
  readonly subject_id!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The provider’s id of what it is about.' })
  readonly provider_id!: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'USDT@tron' })
  readonly asset!: string | null;

  @ApiProperty({ description: 'What the books say; a plain decimal where it is an amount.' })
  readonly expected!: string;

  @ApiProperty({ description: 'What the other side says.' })
  readonly actual!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The other side less the books, a plain decimal.' })
  readonly difference!: string | null;

  @ApiProperty({ description: 'Whose kind of break it is, until it is assigned to somebody.' })
  readonly owner!: string;

  @ApiProperty({ type: String, nullable: true })
  readonly explanation!: string | null;

  @ApiProperty({ type: String, nullable: true, enum: ['corrected', 'accepted', 'no_longer_found'] })
  readonly resolution!: string | null;

  @ApiProperty({ type: String, nullable: true })
  readonly evidence!: string | null;

  @ApiProperty({ enum: ageWords })
  readonly age!: AgeWord;

  @ApiProperty({ type: String, nullable: true, description: 'What to look at first, while it is open.' })
  readonly next_step!: string | null;

  @ApiProperty({ format: 'date-time', description: 'Since when the two sides differ, as far as is known.' })
  readonly since!: string;

  @ApiProperty({ format: 'date-time' })
  readonly opened_at!: string;

  @ApiProperty({ format: 'date-time' })
  readonly updated_at!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readonly resolved_at!: string | null;
}

export class BreakEventDto {
  @ApiProperty({ format: 'date-time' })
  readonly recorded_at!: string;

  @ApiProperty({ example: 'BreakOpened' })
  readonly event!: string;

  @ApiProperty({ example: 'user:ada' })
  readonly actor!: string;

  @ApiProperty({ description: 'What happened, in words.' })
  readonly description!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The new owner, the explanation, evidence or reason.' })
  readonly note!: string | null;
}

export class BreakWithHistoryDto extends BreakDto {
  @ApiProperty({ type: [BreakEventDto], description: 'Out of the log, the oldest first.' })
  readonly history!: readonly BreakEventDto[];
}

export class BreakListDto extends ListDto {
  @ApiProperty({ type: [BreakDto], description: 'The last opened first.' })
  readonly data!: readonly BreakDto[];
}
