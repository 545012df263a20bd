/** How a provider's certificate is checked and what is shown to it, where the usual ways do not do. */
export interface TlsSettings {
  /** False: its certificate is not checked. */
  readonly verify?: false;
  /** PEM of the authorities that are trusted instead of the usual ones. */
  readonly authorities?: string;
  /** PEM of the certificate that is shown to the provider, and of its key. */
  readonly certificate?: string;
}
