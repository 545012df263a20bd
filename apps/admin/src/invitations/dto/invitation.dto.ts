import { Field } from '../../validation/field.decorator.js';
import { FLAG, TEXT } from '../../validation/field-kinds.js';

const text = { type: 'string' } as const;

/** Body of `POST /invitation/new`. */
export class NewInvitationDto {
  @Field(TEXT, { required: true, schema: text, description: 'The user who is invited.' })
  readonly user_id: string;
}

/** Query of `GET /invitation/info`, and body of `POST /invitation/delete`. */
export class InvitationRefDto {
  @Field(TEXT, { required: true, schema: text, description: 'The id that `/invitation/new` answered.' })
  readonly invitation_id: string;
}

/** Body of `POST /invitation/update`. */
export class UpdateInvitationDto extends InvitationRefDto {
  @Field(FLAG, { required: true, schema: { type: 'boolean' }, description: 'true accepts it, once and for good.' })
  readonly is_accepted: boolean;
}
