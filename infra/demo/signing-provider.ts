import { createHash, createPrivateKey, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { PDFDocument, StandardFonts } from "@cantoo/pdf-lib";
import * as z from "zod";
import { listenOnLoopback } from "../local/http.ts";

// A stand-in for a provider of electronic signatures and seals: it signs with a key of its own, at once and for everybody, and says so
// on a page that it appends. It knows the platform by its API alone, as a provider in the cloud does.

/** What it does with a job. `hang` answers nothing at all. */
type Decision = "signed" | "declined" | "expired" | "leave" | "hang";
export type LocalSigningProvider = {
  url: string;
  /** By which its calls are known, and what it signs papers with: `whpk_…`. */
  publicKey: string;
  /** Tells it where the API is, once that is known. */
  serve(apiUrl: string): void;
  decide(decision: Decision): void;
  /** One call to the API, signed at a time; as if it were sent by another key where one is given. */
  call(
    path: string,
    body: object,
    change?: { at?: number; secret?: string },
  ): Promise<{ status: number; body: unknown }>;
  /** The headers under which a body is sent at a time; signed by another key where one is given. */
  headersFor(body: string, change?: { at?: number; secret?: string }): Record<string, string>;
  /** Resolves when what it was told is done. */
  settled(): Promise<void>;
  stop(): Promise<void>;
};

const named = z.object({ caseId: z.string(), documentId: z.string(), signingId: z.string() });
const job = z.object({
  sha256: z.string(),
  downloadUrl: z.string(),
  signers: z.array(z.object({ role: z.enum(["party", "mediator", "seal"]), number: z.number().optional() })),
});
const ticket = z.object({ upload: z.object({ uploadUrl: z.string(), headers: z.record(z.string(), z.string()) }) });

export async function startSigningProvider(now: () => number = Date.now): Promise<LocalSigningProvider> {
  const { d = "", x = "" } = generateKeyPairSync("ed25519").privateKey.export({ format: "jwk" });
  const key = createPrivateKey({ key: { kty: "OKP", crv: "Ed25519", d, x }, format: "jwk" });
  let apiUrl = "";
  let decision: Decision = "signed";
  const running = new Set<Promise<void>>();

  const headersFor: LocalSigningProvider["headersFor"] = (body, { at = now(), secret } = {}) => {
    const [id, seconds] = [randomUUID(), Math.floor(at / 1000)];
    const by = secret === undefined ? key : createPrivateKey(secret);
    return {
      "content-type": "application/json",
      "webhook-id": id,
      "webhook-timestamp": String(seconds),
      "webhook-signature": `v1a,${sign(null, Buffer.from(`${id}.${seconds}.${body}`), by).toString("base64")}`,
    };
  };
  const call: LocalSigningProvider["call"] = async (path, content, change) => {
    const body = JSON.stringify(content);
    const answer = await fetch(`${apiUrl}${path}`, { method: "POST", body, headers: headersFor(body, change) });
    return { status: answer.status, body: await answer.json() };
  };

  const carryOut = async (told: z.infer<typeof named>): Promise<void> => {
    if (decision === "leave" || decision === "hang") return;
    if (decision !== "signed") {
      await call("/v1/signing/results", { ...told, state: decision });
      return;
    }
    const { sha256, downloadUrl, signers } = job.parse((await call("/v1/signing/jobs", told)).body);
    const draft = new Uint8Array(await (await fetch(downloadUrl)).arrayBuffer());
    if (createHash("sha256").update(draft).digest("hex") !== sha256) throw new Error("the draft is another one");
    const at = new Date(now()).toISOString();
    const signature = sign(null, Buffer.from(sha256, "hex"), key).toString("base64");
    const bytes = await withPage(draft, [
      "Signed electronically by a stand-in: this has no force in law.",
      `SHA-256 of the draft: ${sha256}`,
      `Ed25519 over it: ${signature}`,
      `Key: whpk_${Buffer.from(x, "base64url").toString("base64")}`,
      ...signers.map(({ role, number = 1 }) => `${role} ${number}, ${at}`),
    ]);
    const result = {
      ...told,
      state: "signed",
      sha256: createHash("sha256").update(bytes).digest("hex"),
      sizeBytes: bytes.length,
      signatures: signers.map(({ role, number }) => ({ role, ...(number !== undefined && { number }), at })),
    };
    const { uploadUrl, headers } = ticket.parse((await call("/v1/signing/results", result)).body).upload;
    await fetch(uploadUrl, { method: "PUT", headers, body: bytes });
    await call("/v1/signing/results", result);
  };

  const server = createServer((request, response) => {
    if (decision === "hang") return;
    textOf(request).then((text) => {
      response.writeHead(202).end();
      const work = carryOut(named.parse(JSON.parse(text))).catch((error: unknown) => console.warn(error));
      running.add(work);
      void work.finally(() => running.delete(work));
    }, console.warn);
  });
  const port = await listenOnLoopback(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    publicKey: `whpk_${Buffer.from(x, "base64url").toString("base64")}`,
    serve: (url) => {
      apiUrl = url;
    },
    decide: (next) => {
      decision = next;
    },
    call,
    headersFor,
    settled: async () => {
      await Promise.all(running);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The paper with a page after it that has these lines. */
async function withPage(paper: Uint8Array, lines: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.load(paper);
  const page = document.addPage([595, 842]);
  const font = await document.embedFont(StandardFonts.Courier);
  for (const [index, line] of lines.entries()) page.drawText(line, { x: 40, y: 780 - index * 18, size: 7, font });
  return new Uint8Array(await document.save());
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
