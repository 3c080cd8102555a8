import { z } from 'zod';
import { withDefault } from '#libs/platform/config.variables.js';

/** `{ url }`, where callers find the documentation; put in front of `/errors#<code>` in every error. */
export const docsConfig = z
  .object({
    API_DOCS_URL: withDefault(
      '/docs',
      'the http(s) URL at which /docs is published',
      z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
    ),
  })
  .transform((from) => ({ url: from.API_DOCS_URL }))
  .readonly();
