/**
 * By a proof the holder of a key shows that it is the holder, when the key is registered: a JWT of this type for the
 * organisation, signed with the new key. As a token to call with it counts for nothing.
 */
export const keyProofType = "accord-key+jwt";
/** So long somebody else has time to register what was proved. */
export const keyProofSeconds = 86_400;
