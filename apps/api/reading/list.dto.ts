import { ApiProperty } from '@nestjs/swagger';

/** A page of a list; each list adds its `data`. */
export abstract class ListDto {
  @ApiProperty({ enum: ['list'] })
  readonly object!: 'list';

  @ApiProperty()
  readonly has_more!: boolean;

  @ApiProperty({ type: String, nullable: true, description: 'For `cursor`: where the next page begins.' })
  readonly next_cursor!: string | null;
}
