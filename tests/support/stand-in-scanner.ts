import { createServer, type Socket } from "node:net";

/** A harmless text that every scanner takes for a virus, put together here so that no file of the project is one. */
export const testVirus = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}", "$EICAR-STANDARD-ANTIVIRUS-TEST-FILE", "!$H+H*"].join("");

export type StandInScanner = {
  /** As a deployment names it: host and port. */
  address: string;
  /** How often it was asked for a verdict. */
  asked(): number;
  /** How many connections are open. */
  connected(): number;
  /** From now on answers this whatever comes, hangs up ("") or says nothing ("silent"); undefined: as a scanner does. */
  answerWith(answer: string | undefined): void;
  stop(): Promise<void>;
};

/** A scanner on this machine that speaks clamd's INSTREAM and knows one virus. Refuses what is not the protocol. */
export async function startStandInScanner(host = "127.0.0.1"): Promise<StandInScanner> {
  let count = 0;
  let fixed: string | undefined;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let received = Buffer.alloc(0);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (bytes: Buffer) => {
      received = Buffer.concat([received, bytes]);
      const answer = answerTo(received);
      if (answer === undefined) return;
      count += 1;
      const said = fixed ?? answer;
      if (said === "silent") return;
      if (said === "") socket.end();
      else socket.end(`${said}\0`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const place = server.address();
  const port = typeof place === "object" && place !== null ? place.port : 0;
  return {
    address: `${host.includes(":") ? `[${host}]` : host}:${port}`,
    asked: () => count,
    connected: () => sockets.size,
    answerWith(answer) {
      fixed = answer;
    },
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const command = Buffer.from("zINSTREAM\0");

/** The answer to what has come so far; undefined while more is to come. */
function answerTo(received: Buffer): string | undefined {
  if (received.length < command.length) return undefined;
  if (!received.subarray(0, command.length).equals(command)) return "UNKNOWN COMMAND";
  const chunks: Buffer[] = [];
  for (let at = command.length; at + 4 <= received.length; ) {
    const length = received.readUInt32BE(at);
    if (length === 0) {
      const whole = Buffer.concat(chunks);
      return whole.includes(testVirus) ? "stream: Eicar-Test-Signature FOUND" : "stream: OK";
    }
    if (at + 4 + length > received.length) return undefined;
    chunks.push(received.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return undefined;
}
