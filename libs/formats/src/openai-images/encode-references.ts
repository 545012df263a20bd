import { fail, type JsonObject, type Outcome, succeed } from '@tollgate/kernel';
import { GatewayError, type PictureReference, type UploadedFile } from '@tollgate/canonical';
import { AS_BYTES } from '../unsupported-content.js';
import { readDataUrl } from '../read-data-url.js';

/** Pictures as they are named in JSON; nothing where none are. */
export function encodeReferences(references: readonly PictureReference[]): JsonObject {
  if (references.length === 0) return {};
  const images = references.filter(({ role }) => role === 'image').map(encodeReference);
  const mask = references.find(({ role }) => role === 'mask');
  return { images, ...(mask !== undefined && { mask: encodeReference(mask) }) };
}

function encodeReference({ url, fileId }: PictureReference): JsonObject {
  return url === undefined ? { file_id: fileId } : { image_url: url };
}

/** The same as files of a form, for who takes no other: bytes that stand in an address. Anything else is refused by its name. */
export function filesOfReferences(
  references: readonly PictureReference[],
  provider: string,
): Outcome<readonly UploadedFile[], GatewayError> {
  const pictures = references.filter(({ role }) => role === 'image');
  const field = pictures.length > 1 ? 'image[]' : 'image';
  const files: UploadedFile[] = [];
  for (const reference of references) {
    const { role, url = '' } = reference;
    const inline = readDataUrl(url);
    const name = role === 'mask' ? 'mask' : `image-${String(pictures.indexOf(reference))}`;
    if (inline === undefined) return fail(unreachable(role, pictures.indexOf(reference), provider));
    const { mediaType, data } = inline;
    const filename = `${name}.${mediaType.split('/')[1] ?? 'bin'}`;
    files.push({ field: role === 'mask' ? 'mask' : field, filename, mediaType, bytes: Buffer.from(data, 'base64') });
  }
  return succeed(files);
}

function unreachable(role: PictureReference['role'], index: number, provider: string): GatewayError {
  const [param, named] = role === 'mask' ? ['mask', 'mask'] : ['images', `images[${String(index)}]`];
  const message = `Invalid value for '${named}': it cannot be sent to ${provider}: this model takes the bytes of pictures only. ${AS_BYTES.replace('.', '')} in an image_url (data:image/png;base64,…), or as a form.`;
  return new GatewayError('invalid_request', { message, param });
}
