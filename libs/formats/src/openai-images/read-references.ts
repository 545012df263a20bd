import { fail, isJsonObject, type JsonObject, type JsonValue, type Outcome, succeed } from '@tollgate/kernel';
import { GatewayError, type PictureReference } from '@tollgate/canonical';
import { invalidMember } from '../check-members.js';

/** Pictures that one change takes (OpenAI's API reference 2.3.0, EditImageBodyJsonParam). */
const IMAGES_MAX = 16;
const ONE = "an object with either 'image_url' or 'file_id'";

/** Members of a change of pictures in JSON that name its pictures. */
export const REFERENCE_MEMBERS: ReadonlySet<string> = new Set(['images', 'mask']);

/** The pictures, and perhaps a mask, that a change in JSON names. */
export function readReferences({ images, mask }: JsonObject): Outcome<readonly PictureReference[], GatewayError> {
  if (images === undefined || images === null) return fail(missing());
  if (!Array.isArray(images) || images.length === 0 || images.length > IMAGES_MAX)
    return fail(invalidMember('images', `an array of 1 to ${String(IMAGES_MAX)} objects`));
  const references: PictureReference[] = [];
  for (const [index, picture] of (images as readonly JsonValue[]).entries()) {
    const reference = readReference(picture, 'image');
    if (reference === undefined) return fail(invalidMember(`images[${String(index)}]`, ONE));
    references.push(reference);
  }
  if (mask === undefined || mask === null) return succeed(references);
  const masked = readReference(mask, 'mask');
  return masked === undefined ? fail(invalidMember('mask', ONE)) : succeed([...references, masked]);
}

function readReference(value: JsonValue, role: PictureReference['role']): PictureReference | undefined {
  if (!isJsonObject(value)) return undefined;
  const { image_url: url, file_id: fileId, ...others } = value;
  if (Object.keys(others).length > 0) return undefined;
  if (typeof url === 'string' && fileId === undefined) return { role, url };
  return typeof fileId === 'string' && url === undefined ? { role, fileId } : undefined;
}

function missing(): GatewayError {
  const message =
    "Missing required parameter: 'images'. Name the pictures in it, or send a form with the field 'image'.";
  return new GatewayError('missing_parameter', { message, param: 'images' });
}
