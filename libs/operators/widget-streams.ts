import type { WidgetOwner } from '../deposits/sighting.js';
import { WidgetDirectory } from '../deposits/widget-directory.js';
import type { AggregateStore } from '../event-streams/aggregate-store.js';
import { widgetCodec, widgetStream } from './widget.codec.js';
import { widgetDecider } from './widget.js';

/** The widgets as they are configured in the log. */
export class WidgetStreams extends WidgetDirectory {
  constructor(private readonly store: AggregateStore) {
    super();
  }

  override async find(widgetId: string): Promise<WidgetOwner | undefined> {
    const { state } = await this.store.load(widgetStream(widgetId), widgetDecider, widgetCodec);
    return (
      state && { operatorId: state.operatorId, depositWalletId: state.depositWalletId, overcharge: state.overcharge }
    );
  }
}
