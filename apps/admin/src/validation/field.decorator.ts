import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { IsOptional, ValidateBy, ValidateIf } from 'class-validator';
import type { FieldKind } from './field-kinds.js';
import { writeIssues } from './issue-message.js';
import { addField } from './read-fields.js';

interface FieldOptions {
  readonly description: string;
  /** LiteLLM's optional fields also take null; a required one does not. */
  readonly required?: boolean;
  readonly schema: ApiPropertyOptions;
}

/** One field of a DTO: how it is read, its place in Swagger, and (as the validator's message) the words of its refusal. */
export function Field(kind: FieldKind, options: FieldOptions): PropertyDecorator {
  const required = options.required ?? false;
  return applyDecorators(
    // said of a required one too: one that a class inherits as optional would stay so
    required ? ValidateIf(() => true) : IsOptional(),
    (prototype: object, name: string | symbol): void => {
      addField(prototype, String(name), kind);
    },
    ValidateBy({
      name: kind.name,
      validator: {
        validate: (value: unknown) => kind.parse(value).ok,
        defaultMessage: (fault) => writeIssues(kind.parse(fault?.value)),
      },
    }),
    ApiProperty({
      ...withItemsMax(options.schema, kind),
      description: options.description,
      required,
    } as ApiPropertyOptions),
  );
}

/** A list's bound is documented as it is enforced; a smaller one, of the route itself, is said in the schema. */
function withItemsMax(schema: ApiPropertyOptions, { itemsMax }: FieldKind): ApiPropertyOptions {
  const isList = 'type' in schema && schema.type === 'array';
  return isList && itemsMax !== undefined ? { maxItems: itemsMax, ...schema } : schema;
}
