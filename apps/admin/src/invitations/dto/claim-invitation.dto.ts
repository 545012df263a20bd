import { Field } from '../../validation/field.decorator.js';
import { TEXT } from '../../validation/field-kinds.js';

const text = { type: 'string' } as const;

/** Query of `GET /onboarding/get_token`. */
export class InvitationLinkQuery {
  @Field(TEXT, { required: true, schema: text, description: 'The id that `/invitation/new` answered.' })
  readonly invite_link: string;
}

/** Body of `POST /onboarding/claim_token`. */
export class ClaimInvitationDto {
  @Field(TEXT, { required: true, schema: text, description: 'The id that `/invitation/new` answered.' })
  readonly invitation_link: string;

  @Field(TEXT, { required: true, schema: text, description: 'The user whom it is for.' })
  readonly user_id: string;

  @Field(TEXT, { required: true, schema: text, description: 'The password to sign in with, 8 to 128 characters.' })
  readonly password: string;
}
