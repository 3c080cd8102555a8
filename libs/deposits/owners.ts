import type { Networks } from '../chains/networks.js';
import type { CustomerKeys } from './customer-key.js';
import type { WidgetDirectory } from './widget-directory.js';

/** Whose what comes is. */
export interface Owners {
  readonly widgets: WidgetDirectory;
  readonly customers: CustomerKeys;
  /** What comes on others is quarantined (IN-28). */
  readonly networks: Networks;
}
