import { z } from 'zod';
import { text } from '../lenient-values.js';

const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
// A value may hold what node:http sends: Latin-1 without control characters but the tab.
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** A header's name (RFC 9110, 5.6.2). */
export const headerName = z.string('expected a header name').regex(TOKEN, 'is not a valid header name');

/** Headers for a provider; a bad one would make each call fail, so it stops the start. The value is never shown. */
export const headerMap = z
  .record(z.string(), text, 'expected a mapping of header names and values')
  .superRefine((headers, context) => {
    for (const [name, value] of Object.entries(headers)) {
      if (!TOKEN.test(name)) context.addIssue({ code: 'custom', path: [name], message: 'is not a valid header name' });
      if (!VALUE.test(value))
        context.addIssue({
          code: 'custom',
          path: [name],
          message: 'the value of this header holds characters that a header cannot carry',
        });
    }
  });
