import { Injectable, UnprocessableEntityException, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import { isJsonObject } from '@tollgate/kernel';
import type { ValidationError } from 'class-validator';
import type { FieldIssue } from './field-kinds.js';
import { readIssues } from './issue-message.js';
import { IgnoredFields } from './ignored-fields.js';
import { readFields } from './read-fields.js';

type Location = 'body' | 'query';

/**
 * Reads bodies and queries as LiteLLM does: lax types, LiteLLM's 422 `{"detail":[{type,loc,msg}]}` for faults, unknown fields
 * ignored (and remembered, so that the answer names them). The faulty input itself is not sent back: it may be a secret.
 */
@Injectable()
export class LitellmValidationPipe extends ValidationPipe {
  constructor(private readonly ignoredFields: IgnoredFields) {
    super({
      transform: true,
      whitelist: true,
      transformerPackage: READER,
      exceptionFactory: (errors) => new FaultyFields(errors.flatMap(issuesOf)),
    });
  }

  override async transform(sent: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type !== 'body' && metadata.type !== 'query') return super.transform(sent, metadata);
    const value = sent ?? (mayBeAbsent(metadata) ? {} : sent);
    if (metadata.type === 'body') assertObject(value);
    // until it is read: a fault tells what is wrong, not what is ignored
    this.ignoredFields.remember(value as object, {});
    try {
      const result: unknown = await super.transform(value, metadata);
      this.ignoredFields.remember(value as object, result);
      return result;
    } catch (error) {
      throw error instanceof FaultyFields ? unprocessable(metadata.type, error.issues) : error;
    }
  }
}

/** What Nest asks for a DTO's instance. It asks for nothing else: what is read is handed on as the instance. */
const READER = {
  plainToInstance: <T>(dto: new () => T, sent: unknown): T => readFields(dto as new () => T & object, sent as object),
  classToPlain: (object: unknown): Record<string, unknown> => object as Record<string, unknown>,
};

class FaultyFields extends Error {
  constructor(readonly issues: readonly FieldIssue[]) {
    super('faulty fields');
  }
}

function issuesOf(error: ValidationError): readonly FieldIssue[] {
  return Object.values(error.constraints ?? {})
    .flatMap(readIssues)
    .map((issue) => ({ ...issue, path: [error.property, ...issue.path] }));
}

function mayBeAbsent({ metatype }: ArgumentMetadata): boolean {
  return metatype !== undefined && 'mayBeAbsent' in metatype;
}

function assertObject(value: unknown): asserts value is object {
  if (value === undefined) throw unprocessable('body', [{ type: 'missing', msg: 'Field required', path: [] }]);
  if (!isJsonObject(value)) {
    const how = typeof value === 'string' ? '. Send it with Content-Type: application/json' : '';
    const msg = `Input should be a valid dictionary or object to extract fields from${how}`;
    throw unprocessable('body', [{ type: 'model_attributes_type', msg, path: [] }]);
  }
}

function unprocessable(location: Location, issues: readonly FieldIssue[]): UnprocessableEntityException {
  return new UnprocessableEntityException({
    detail: issues.map(({ type, msg, path }) => ({ type, loc: [location, ...path], msg })),
  });
}
