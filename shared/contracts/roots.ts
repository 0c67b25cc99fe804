import * as z from "zod";
import { once } from "../domain/once.ts";

const hex = () => z.string().regex(/^[0-9a-f]{64}$/);
const county = () => z.string().regex(/^\d{6}$/);

/** What is a chain of its own: the history of a case, who read its parties and papers, the log of an organisation. */
export const chainKind = () => z.enum(["case", "readings", "log"]);

/** How far a chain had come: whose it is, how many links it had, and the hash of the last one. */
const rootedChain = once(() => z.tuple([chainKind(), z.string().min(1), z.int().min(1), hex()]));
export type RootedChain = z.output<ReturnType<typeof rootedChain>>;

/** The chains of a county that a root covers, in order. */
export const manifest = once(() =>
  z.strictObject({ version: z.literal(1), county: county(), chains: z.array(rootedChain()) }),
);
export type Manifest = z.output<ReturnType<typeof manifest>>;

/** What a root says. `previous` is the hash of the whole root before it, empty for the first. */
const statement = once(() =>
  z.strictObject({
    version: z.literal(1),
    number: z.int().min(1),
    at: z.iso.datetime(),
    previous: z.union([z.literal(""), hex()]),
    algorithm: z.literal("ECDSA-P256-SHA256").describe("By what it is hashed and signed; others may follow"),
    keyId: z.string().min(1),
    count: z.int().min(0).describe("How many chains it covers"),
    counties: z.array(z.strictObject({ county: county(), root: hex() })).describe("The root of each county's chains"),
    root: hex().describe("The Merkle root over the counties'"),
  }),
);
export type Statement = z.output<ReturnType<typeof statement>>;

export const signedRoot = once(() => statement().extend({ signature: z.base64() }));
export type SignedRoot = z.output<ReturnType<typeof signedRoot>>;

/** Why a root does not hold, or a chain does not fit it. */
export const rootFault = () =>
  z
    .enum(["number", "previous", "signature", "root", "manifest", "gone", "short", "other"])
    .describe(
      "number: a root is missing before it; previous: it does not name the one before; signature: the key did not sign it; root: it is not the root of what it lists; manifest: what it covers is not there or is something else; gone: a chain that it names is no longer there; short: the chain has fewer links than it had; other: the link at that place is another one",
    );
export type RootFault = z.output<ReturnType<typeof rootFault>>;
