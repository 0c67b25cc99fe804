import type { Server } from "node:http";
import { LocalFailure } from "./failure.ts";

/** Listens on 127.0.0.1 and answers the port (0 asks for a free one); throws LocalFailure when it is taken. */
export function listenOnLoopback(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const taken = error.code === "EADDRINUSE";
      const message = `Port ${port} is taken by another program. Stop it, or choose another port with --port.`;
      reject(taken ? new LocalFailure(message) : error);
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
