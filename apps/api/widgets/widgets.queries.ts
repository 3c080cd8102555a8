import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { AggregateStore } from '#libs/event-streams/aggregate-store.js';
import { widgetCodec, widgetStream } from '#libs/operators/widget.codec.js';
import { widgetDecider, type Widget } from '#libs/operators/widget.js';

export class FindWidget extends Query<Widget> {
  constructor(readonly widgetId: string) {
    super();
  }
}

@QueryHandler(FindWidget)
export class FindWidgetHandler implements IQueryHandler<FindWidget> {
  constructor(private readonly aggregates: AggregateStore) {}

  async execute({ widgetId }: FindWidget): Promise<Widget> {
    return (await this.aggregates.load(widgetStream(widgetId), widgetDecider, widgetCodec)).state;
  }
}
