import { createServer as createHttpServer, type RequestListener } from "node:http";
import { type AddressInfo, createServer, type LookupFunction, type Server } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createPost, excerptOf, failureOf } from "../../../shared/runtime/post-webhook.ts";
import { publicReach } from "../../../shared/runtime/webhook-address.ts";

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
const thisMachine = { ...publicReach, loopback: true };
const patience = 15_000;
const local = createPost({ reach: thisMachine });
const headers = { "content-type": "application/json" };

describe("a post", () => {
  it("has a connection of its own: the next one may go to another address of that name", async () => {
    let connections = 0;
    const server = createHttpServer((_request, response) => response.end("thank you"));
    server.on("connection", () => {
      connections += 1;
    });
    const port = await listening(server);
    for (const body of ["1", "2"]) await local(`http://127.0.0.1:${port}/`, body, headers, patience);
    expect(connections).toBe(2);
  });

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
    expect(await local(`http://127.0.0.1:${port}/hooks?a=b`, '{"名":1}', headers, patience)).toEqual({
      status: 202,
      excerpt: "thank you",
    });
    expect(got).toMatchObject({
      method: "POST",
      url: "/hooks?a=b",
      headers: { "content-type": "application/json", "content-length": "9" },
      body: '{"名":1}',
    });
  });

  it("keeps nothing of an answer that must be hidden, not even half of it", async () => {
    const secret = "sample-gateway-key";
    const port = await receiver((_request, response) => response.end(`${"x".repeat(190)}${secret} and ${secret}`));
    const { excerpt } = await local(`http://127.0.0.1:${port}/`, "{}", headers, patience, [secret]);
    expect(excerpt).toBe(`${"x".repeat(190)}… and …`);
  });

  it("says of a failure its code alone, and no address behind a name", async () => {
    const refused = await local("http://127.0.0.1:1/", "{}", headers, patience).catch((error: unknown) => error);
    expect(String(refused)).toContain("127.0.0.1");
    expect(failureOf(refused)).toBe("ECONNREFUSED");
    expect(failureOf(new Error("the address is not allowed"))).toBe("Error: the address is not allowed");
    const port = await receiver(() => {});
    const late = await local(`http://127.0.0.1:${port}/`, "{}", headers, 20).catch((error: unknown) => error);
    expect(failureOf(late)).toBe("no answer in time");
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
    expect(await local(`http://127.0.0.1:${port}/`, "{}", headers, patience)).toMatchObject({ status: 307 });
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
    await expect(local(`https://localhost:${port}/`, "{}", headers, patience)).rejects.toThrow();
    // The type of a TLS handshake record.
    expect(first).toBe(0x16);
  });

  it("fails when nobody listens, when the answer breaks off and when the address is none", async () => {
    await expect(local("http://127.0.0.1:1/", "{}", headers, patience)).rejects.toThrow("ECONNREFUSED");
    const port = await receiver((_request, response) => {
      response.writeHead(200, { "content-length": "10" });
      response.write("half", () => response.destroy());
    });
    await expect(local(`http://127.0.0.1:${port}/`, "{}", headers, patience)).rejects.toThrow("aborted");
    await expect(local("no address", "{}", headers, patience)).rejects.toThrow("Invalid URL");
  });
});

describe("an answer", () => {
  const answering = async (bytes: number, status = 200) => {
    const port = await receiver((_request, response) => {
      response.writeHead(status, { "retry-after": "7" }).end(Buffer.alloc(bytes, "x"));
    });
    return local(`http://127.0.0.1:${port}/`, "{}", headers, patience);
  };

  it("is read up to 64 KB", async () => {
    expect(await answering(65_536)).toMatchObject({ status: 200 });
  });

  it.each([200, 503])("of more than 64 KB counts by its status %i, and of the rest nothing is read", async (status) => {
    const excerpt = "x".repeat(200);
    expect(await answering(10_000_000, status)).toEqual({ status, excerpt, askedSeconds: 7 });
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
    expect(await local(`http://127.0.0.1:${port}/`, "{}", headers, patience)).toMatchObject({ status: 200 });
    await closed;
  });

  it("is waited for 15 seconds in all, even while some of it comes", async () => {
    const clock = new AbortController();
    const timeout = vi.spyOn(AbortSignal, "timeout").mockReturnValue(clock.signal);
    const port = await receiver((_request, response) => {
      response.write("slowly", () => setImmediate(() => clock.abort(new Error("time is over"))));
    });
    await expect(local(`http://127.0.0.1:${port}/`, "{}", headers, patience)).rejects.toThrow(/aborted/);
    expect(timeout.mock.calls).toEqual([[15_000]]);
  });
});

describe("in the cloud, a post", () => {
  it.each(["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "::ffff:127.0.0.1", "::7f00:1", "64:ff9b::a00:8"])(
    "is refused when the name resolves to %s",
    async (address) => {
      const { lookup, asked } = resolvingTo(address);
      const post = createPost({ reach: publicReach, lookup });
      await expect(post("https://hooks.example/", "{}", headers, patience)).rejects.toThrow(
        "the address is not allowed",
      );
      expect(asked).toEqual(["hooks.example"]);
    },
  );

  it("connects the very address that was checked, and checks what the name resolves to the next time", async () => {
    const port = await receiver((_request, response) => void response.end());
    const answers = ["127.0.0.1", "10.0.0.8"];
    let asked = 0;
    const lookup: LookupFunction = (_name, _options, callback) => {
      asked += 1;
      callback(null, [{ address: answers.shift() ?? "", family: 4 }]);
    };
    const post = createPost({ reach: thisMachine, lookup });
    expect(await post(`http://localhost:${port}/`, "{}", headers, patience)).toMatchObject({ status: 200 });
    expect(asked).toBe(1);
    await expect(post(`http://localhost:${port}/`, "{}", headers, patience)).rejects.toThrow(
      "the address is not allowed",
    );
    expect(asked).toBe(2);
  });

  it("is refused when a name has no address", async () => {
    const post = createPost({ reach: publicReach, lookup: resolvingTo().lookup });
    await expect(post("https://hooks.example/", "{}", headers, patience)).rejects.toThrow("has no address");
  });

  it("is refused when one of several addresses is private", async () => {
    const { lookup } = resolvingTo("93.184.215.14", "10.0.0.8");
    const post = createPost({ reach: publicReach, lookup });
    await expect(post("https://hooks.example/", "{}", headers, patience)).rejects.toThrow("the address is not allowed");
  });

  it("does not reach a server of this machine by any name", async () => {
    let connections = 0;
    const port = await listening(
      createServer((socket) => {
        connections += 1;
        socket.destroy();
      }),
    );
    const post = createPost({ reach: publicReach });
    await expect(post("https://localhost/", "{}", headers, patience)).rejects.toThrow("is not allowed");
    await expect(post(`https://localhost:${port}/`, "{}", headers, patience)).rejects.toThrow("its port is neither");
    await expect(post("https://127.0.0.1/", "{}", headers, patience)).rejects.toThrow(
      "webhook address refused: it is a literal address",
    );
    await expect(post(`http://localhost:${port}/`, "{}", headers, patience)).rejects.toThrow("it is not HTTPS");
    expect(connections).toBe(0);
  });
});

describe("the part of an answer that is kept", () => {
  it("is its beginning, in one line, without what a terminal would act on", () => {
    expect(excerptOf("a\n\tb\u001b[31m\u202ec  d")).toBe("a b [31m c d");
    expect(excerptOf("好".repeat(300))).toBe("好".repeat(200));
  });

  it("is when the receiver wants to be called again", async () => {
    const port = await receiver((_request, response) => response.writeHead(503, { "retry-after": "7" }).end("busy"));
    expect(await local(`http://127.0.0.1:${port}/`, "{}", headers, patience)).toEqual({
      ...{ status: 503, excerpt: "busy", askedSeconds: 7 },
    });
  });
});

describe("in the local runner, a post", () => {
  it("reaches this machine by name, and the name is resolved once", async () => {
    const port = await receiver((_request, response) => {
      response.end();
    });
    const { lookup, asked } = resolvingTo("127.0.0.1");
    const post = createPost({ reach: thisMachine, lookup });
    expect(await post(`http://localhost:${port}/`, "{}", headers, patience)).toMatchObject({ status: 200 });
    expect(asked).toEqual(["localhost"]);
  });

  it("may reach this machine by IPv6 too", async () => {
    const { lookup } = resolvingTo("::1");
    const post = createPost({ reach: thisMachine, lookup });
    // Nobody listens there, but the connection is tried.
    await expect(post("http://localhost:1/", "{}", headers, patience)).rejects.toMatchObject({ syscall: "connect" });
  });

  it("reaches no other private address", async () => {
    const { lookup } = resolvingTo("10.0.0.8");
    const post = createPost({ reach: thisMachine, lookup });
    await expect(post("https://hooks.example/", "{}", headers, patience)).rejects.toThrow("is not allowed");
    await expect(post("http://hooks.example/", "{}", headers, patience)).rejects.toThrow("it is not HTTPS");
  });
});
