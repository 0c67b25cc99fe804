import { fromEnv } from "@aws-sdk/credential-provider-env";

/**
 * Stands in for the SDK's provider chain when the functions are bundled: Lambda hands out credentials by environment, so
 * the chain's SSO, profile, process and metadata clients would only be some 130 KB to load.
 */
export const defaultProvider = () => fromEnv();
