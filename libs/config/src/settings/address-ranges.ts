import { z } from 'zod';
import { texts } from '../lenient-values.js';

const HOST = /^(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*$/i;
const RANGE = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6(), z.string().regex(HOST)]);

/** `general_settings.allow_addresses_from_api`: networks (`10.1.0.0/16`), addresses and names of hosts. */
export const addressRanges = texts.superRefine((ranges, context) => {
  for (const range of ranges.filter((named) => !RANGE.safeParse(named).success))
    context.addIssue({ code: 'custom', message: `${range} is no network (10.1.0.0/16), address or name of a host` });
});
