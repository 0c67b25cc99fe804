import { describe, expect, it } from "vitest";
import { publicReach, whyForbidden } from "../../../shared/runtime/webhook-address.ts";

const why = (url: string, loopback = false) => whyForbidden(new URL(url), { ...publicReach, loopback });

describe("in the cloud, a webhook address", () => {
  it.each(["https://hooks.example/", "https://hooks.example:8443/a?b", "https://10.example/", "https://a.localhost/"])(
    "may be a name under HTTPS: %s",
    (url) => expect(why(url)).toBeUndefined(),
  );

  it.each(["http://hooks.example/", "http://localhost/", "ftp://hooks.example/", "ws://hooks.example/"])(
    "may not be other than HTTPS: %s",
    (url) => expect(why(url)).toBe("it is not HTTPS"),
  );

  it.each([
    "https://8.8.8.8/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f.0.0.1/",
    "https://10.0.0.8/",
    "https://172.16.0.1/",
    "https://192.168.0.1/",
    "https://169.254.169.254/",
    "https://0.0.0.0/",
    "https://[::1]/",
    "https://[::]/",
    "https://[fd00::1]/",
    "https://[fe80::1]/",
    "https://[2001:4860:4860::8888]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:a00:8]/",
  ])("may not be a literal address: %s", (url) => expect(why(url)).toBe("it is a literal address"));

  it.each([
    "https://hooks.example:22/",
    "https://hooks.example:6379/",
    "https://hooks.example:80/",
    "https://a.example:0/",
  ])("may name no other port than those of web services: %s", (url) =>
    expect(why(url)).toBe("its port is neither 443 nor 8443"),
  );

  it.each(["https://user@hooks.example/", "https://:secret@hooks.example/", "https://user:secret@127.0.0.1/"])(
    "may not carry credentials: %s",
    (url) => expect(why(url)).toBe("it carries credentials"),
  );
});

describe("in the local runner, a webhook address", () => {
  it.each(["http://127.0.0.1:8080/", "http://localhost/", "http://[::1]/", "https://localhost/"])(
    "may also be this machine: %s",
    (url) => expect(why(url, true)).toBeUndefined(),
  );

  it.each([
    ["http://user@127.0.0.1/", "it carries credentials"],
    ["http://hooks.example/", "it is not HTTPS"],
    ["http://127.0.0.2/", "it is not HTTPS"],
    ["http://10.0.0.8/", "it is not HTTPS"],
    ["https://10.0.0.8/", "it is a literal address"],
    ["https://[::ffff:127.0.0.1]/", "it is a literal address"],
  ])("may be nothing else: %s", (url, reason) => expect(why(url, true)).toBe(reason));
});
