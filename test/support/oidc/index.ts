export { OidcProvider } from './oidc-provider.js';
