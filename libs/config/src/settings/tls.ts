import { readFileSync } from 'node:fs';
import type { TlsSettings } from '@tollgate/canonical';
import { z } from 'zod';
import { boolean } from '../lenient-values.js';

/** A file in PEM, read once: its text. */
export const pemFile = z.string('expected the path of a PEM file').transform((path, context) => {
  const said = (problem: string): typeof z.NEVER => {
    context.addIssue({ code: 'custom', message: `the PEM file ${path} ${problem}` });
    return z.NEVER;
  };
  try {
    const pem = readFileSync(path, 'utf8');
    return pem.includes('-----BEGIN ') ? pem : said('holds no PEM block (-----BEGIN ...)');
  } catch (error) {
    return said(`cannot be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
});

/** `ssl_verify`: whether certificates are checked, or the file of the authorities to check them against. */
export const sslVerify = z
  .union([z.boolean(), z.number(), z.string()], 'expected true, false or the path of a PEM file')
  .transform((value, context) => {
    const asBoolean = boolean.safeParse(value);
    if (asBoolean.success) return asBoolean.data;
    const asFile = pemFile.safeParse(value);
    if (asFile.success) return asFile.data;
    context.addIssue({ code: 'custom', message: asFile.error.issues[0]?.message ?? 'expected true, false or a path' });
    return z.NEVER;
  });

/** What an entry of the file says of TLS, over what holds for all. */
export function tlsOf(
  entry: {
    readonly ssl_verify?: boolean | string | null | undefined;
    readonly ssl_certificate?: string | null | undefined;
  },
  defaults: TlsSettings,
): TlsSettings {
  const { certificate: usual, ...checked } = defaults;
  const certificate = entry.ssl_certificate ?? usual;
  return {
    ...(entry.ssl_verify == null ? checked : verification(entry.ssl_verify)),
    ...(certificate !== undefined && { certificate }),
  };
}

function verification(verify: boolean | string): TlsSettings {
  if (typeof verify === 'string') return { authorities: verify };
  return verify ? {} : { verify: false };
}
