/** A connection that the rules for destinations from the API do not allow; nothing was sent. */
export class AddressRefused extends Error {
  constructor(readonly why: string) {
    super(`${why}: what was set over the API may not lead there`);
  }
}
