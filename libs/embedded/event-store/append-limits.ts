/** Data, metadata and types of one append together: the older real servers' default. */
export const appendBytesMax = 1 << 20;

/** One gRPC message. */
export const messageBytesMax = 16 << 20;
