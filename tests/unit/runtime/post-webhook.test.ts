import { createServer as createHttpServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer, type LookupFunction, type Server } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createPost } from "../../../shared/runtime/post-webhook.ts";

const running: Server[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const server of running.splice(0)) await new Promise((resolve) => server.close(resolve));
});

/** Starts a server on this machine for one test; its port. */
async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  running.push(server);
  const isOpen = (address: AddressInfo | string | null): address is AddressInfo => typeof address === "object";
  const address = server.address();
  return isOpen(address) ? address.port : 0;
}
const receiver = (answer: RequestListener) => {
  const server = createHttpServer((request, response) => {
    response.setHeader("connection", "close");
    answer(request, response);
  });
  return listening(server);
};

/** Answers these addresses for whatever name, instead of DNS; and how often it was asked. */
function resolvingTo(...addresses: string[]) {
  const asked: string[] = [];
  const lookup: LookupFunction = (name, { all }, callback) => {
    asked.push(name);
    const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    if (all) callback(null, found);
    else callback(null, found[0]?.address ?? "", found[0]?.family);
  };
  return { lookup, asked };
}
const local = createPost({ allowLoopback: true });
const headers = { "content-type": "application/json" };

describe("a post", () => {
  it("carries the body, its length in bytes and the headers, and answers the status", async () => {
    let got: object = {};
    const port = await receiver(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      got = {
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      };
      response.writeHead(202).end("thank you");
    });
    expect(await local(`http://127.0.0.1:${port}/hooks?a=b`, '{"名":1}', headers)).toBe(202);
    expect(got).toMatchObject({
      method: "POST",
      url: "/hooks?a=b",
      headers: { "content-type": "application/json", "content-length": "9" },
      body: '{"名":1}',
    });
  });

  it("follows no redirect", async () => {
    let followed = 0;
    const target = await receiver((_request, response) => {
      followed += 1;
      response.end();
    });
    const port = await receiver((_request, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${target}/` }).end();
    });
    expect(await local(`http://127.0.0.1:${port}/`, "{}", headers)).toBe(307);
    expect(followed).toBe(0);
  });

  it("speaks TLS to an HTTPS address", async () => {
    let first: number | undefined;
    const server = createServer((socket) =>
      socket.once("data", (data) => {
        first = data[0];
        socket.destroy();
      }),
    );
    const port = await listening(server);
    await expect(local(`https://localhost:${port}/`, "{}", headers)).rejects.toThrow();
    // The type of a TLS handshake record.
    expect(first).toBe(0x16);
  });

  it("fails when nobody listens, when the answer breaks off and when the address is none", async () => {
    await expect(local("http://127.0.0.1:1/", "{}", headers)).rejects.toThrow("ECONNREFUSED");
    const port = await receiver((_request, response) => {
      response.writeHead(200, { "content-length": "10" });
      response.write("half", () => response.destroy());
    });
    await expect(local(`http://127.0.0.1:${port}/`, "{}", headers)).rejects.toThrow("aborted");
    await expect(local("no address", "{}", headers)).rejects.toThrow("Invalid URL");
  });
});

describe("an answer", () => {
  const answering = async (bytes: number) => {
    const port = await receiver((_request, response) => {
      response.end(Buffer.alloc(bytes));
    });
    return local(`http://127.0.0.1:${port}/`, "{}", headers);
  };

  it("is read up to 64 KB", async () => {
    expect(await answering(65_536)).toBe(200);
  });

  it("is refused beyond 64 KB", async () => {
    await expect(answering(65_537)).rejects.toThrow("the answer is too long");
  });

  it("without an end is broken off", async () => {
    let closed: Promise<void> | undefined;
    const port = await receiver((_request, response) => {
      closed = new Promise((resolve) => response.once("close", resolve));
      const more = (): void => {
        if (!response.destroyed) response.write(Buffer.alloc(16_384), () => setImmediate(more));
      };
      more();
    });
    await expect(local(`http://127.0.0.1:${port}/`, "{}", headers)).rejects.toThrow("the answer is too long");
    await closed;
  });

  it("is waited for 15 seconds in all, even while some of it comes", async () => {
    const clock = new AbortController();
    const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(clock.signal);
    const port = await receiver((_request, response) => {
      response.write("slowly", () => setImmediate(() => clock.abort(new Error("time is over"))));
    });
    await expect(local(`http://127.0.0.1:${port}/`, "{}", headers)).rejects.toThrow(/aborted/);
    expect(timeout.mock.calls).toEqual([[15_000]]);
  });
});

describe("in the cloud, a post", () => {
  it.each([
    ["127.0.0.1", "loopback"],
    ["127.8.8.8", "loopback"],
    ["10.0.0.8", "private"],
    ["172.16.0.1", "private"],
    ["192.168.1.1", "private"],
    ["100.64.0.1", "carrier-grade NAT"],
    ["169.254.169.254", "the metadata service"],
    ["0.0.0.0", "unspecified"],
    ["224.0.0.1", "multicast"],
    ["255.255.255.255", "broadcast"],
    ["::1", "loopback"],
    ["::", "unspecified"],
    ["fd00::1", "unique local"],
    ["fe80::1", "link-local"],
    ["::ffff:10.0.0.8", "private, mapped to IPv6"],
    ["::ffff:127.0.0.1", "loopback, mapped to IPv6"],
    ["64:ff9b::a00:8", "private, behind NAT64"],
  ])("is refused when the name resolves to %s: %s", async (address) => {
    const { lookup, asked } = resolvingTo(address);
    const post = createPost({ allowLoopback: false, lookup });
    await expect(post("https://hooks.example/", "{}", headers)).rejects.toThrow("is not allowed");
    expect(asked).toEqual(["hooks.example"]);
  });

  it("is refused when one of several addresses is private", async () => {
    const { lookup } = resolvingTo("93.184.215.14", "10.0.0.8");
    const post = createPost({ allowLoopback: false, lookup });
    await expect(post("https://hooks.example/", "{}", headers)).rejects.toThrow("10.0.0.8");
  });

  it("does not reach a server of this machine by any name", async () => {
    let connections = 0;
    const port = await listening(
      createServer((socket) => {
        connections += 1;
        socket.destroy();
      }),
    );
    const post = createPost({ allowLoopback: false });
    await expect(post(`https://localhost:${port}/`, "{}", headers)).rejects.toThrow("is not allowed");
    await expect(post(`https://127.0.0.1:${port}/`, "{}", headers)).rejects.toThrow(
      "webhook address refused: it is a literal address",
    );
    await expect(post(`http://localhost:${port}/`, "{}", headers)).rejects.toThrow("it is not HTTPS");
    expect(connections).toBe(0);
  });
});

describe("in the local runner, a post", () => {
  it("reaches this machine by name, and the name is resolved once", async () => {
    const port = await receiver((_request, response) => {
      response.end();
    });
    const { lookup, asked } = resolvingTo("127.0.0.1");
    const post = createPost({ allowLoopback: true, lookup });
    expect(await post(`http://localhost:${port}/`, "{}", headers)).toBe(200);
    expect(asked).toEqual(["localhost"]);
  });

  it("may reach this machine by IPv6 too", async () => {
    const { lookup } = resolvingTo("::1");
    const post = createPost({ allowLoopback: true, lookup });
    // Nobody listens there, but the connection is tried.
    await expect(post("http://localhost:1/", "{}", headers)).rejects.toMatchObject({ syscall: "connect" });
  });

  it("reaches no other private address", async () => {
    const { lookup } = resolvingTo("10.0.0.8");
    const post = createPost({ allowLoopback: true, lookup });
    await expect(post("https://hooks.example/", "{}", headers)).rejects.toThrow("is not allowed");
    await expect(post("http://hooks.example/", "{}", headers)).rejects.toThrow("it is not HTTPS");
  });
});
