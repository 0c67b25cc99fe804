import { connect } from "node:net";

/** What a scanner says of bytes: that it found nothing, or what it found. */
type Verdict = { found: undefined } | { found: string };
/** Asks for a verdict on bytes. Throws `ScannerUnavailable` where there is none. */
export type Scan = (bytes: Uint8Array) => Promise<Verdict>;

/** The scanner gave no verdict; the next try may get one. */
export class ScannerUnavailable extends Error {
  override name = "ScannerUnavailable";
}

const chunkBytes = 64 * 1024;
const replyBytesAtMost = 4_096;
/** A call to the API has 29 s in all, and the largest paper is scanned in a few. */
const answerMilliseconds = 12_000;

/** The scanner at the address that a deployment names; undefined where it names none. */
export const scannerAt = (address: string): Scan | undefined => (address === "" ? undefined : createScanner(address));

/**
 * A scanner that speaks clamd's INSTREAM: the bytes in chunks, each after its length in four bytes, an empty chunk at the end; the
 * answer is one line. `address` is `host:port`.
 */
export function createScanner(address: string, timeoutMilliseconds = answerMilliseconds): Scan {
  const { hostname, port } = new URL(`tcp://${address}`);
  const host = hostname.replace(/^\[|\]$/g, "");
  return async (bytes) => verdictOf(await ask({ host, port: Number(port) }, bytes, timeoutMilliseconds));
}

function verdictOf(reply: string): Verdict {
  if (reply === "stream: OK") return { found: undefined };
  const found = /^stream: (.+) FOUND$/.exec(reply)?.[1];
  if (found !== undefined) return { found };
  throw new ScannerUnavailable(reply === "" ? "the scanner hung up" : `the scanner answered ${reply.slice(0, 100)}`);
}

function ask(to: { host: string; port: number }, bytes: Uint8Array, timeoutMilliseconds: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let reply = "";
    const socket = connect(to);
    const fail = (why: string, cause?: Error) => {
      socket.destroy();
      reject(new ScannerUnavailable(why, { cause }));
    };
    const timer = setTimeout(() => fail("the scanner did not answer in time"), timeoutMilliseconds);
    socket.setEncoding("utf8");
    socket.on("connect", () => {
      socket.write("zINSTREAM\0");
      for (let at = 0; at < bytes.length; at += chunkBytes) {
        const chunk = bytes.subarray(at, at + chunkBytes);
        socket.write(lengthOf(chunk.length));
        socket.write(chunk);
      }
      socket.write(lengthOf(0));
    });
    socket.on("data", (text: string) => {
      reply += text;
      if (reply.length > replyBytesAtMost) fail("the scanner answered more than a line");
      else if (reply.includes("\0")) socket.destroy();
    });
    // One that hangs up early, over a size limit of its own, may have said why; that counts before the broken connection.
    socket.on("error", (error) => {
      if (reply === "") fail("the scanner cannot be reached", error);
    });
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(reply.split("\0")[0]?.trim() ?? "");
    });
  });
}

function lengthOf(bytes: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeUInt32BE(bytes);
  return four;
}
