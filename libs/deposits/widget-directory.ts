import type { WidgetOwner } from './sighting.js';

/** Which of the provider's widgets are ours: whose, and where their money goes. */
export abstract class WidgetDirectory {
  abstract find(widgetId: string): Promise<WidgetOwner | undefined>;
}
